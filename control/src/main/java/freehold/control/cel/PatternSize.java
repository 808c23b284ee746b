package freehold.control.cel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many instructions a pattern of RE2 will have, about, found by one look at its text. Repetitions within one another multiply: twenty
 * characters can become millions of instructions, which nobody wants to have in memory in order to count them.
 */
final class PatternSize {
    private static final Pattern REPETITION = Pattern.compile("\\{(\\d{1,4})(?:(,)(\\d{0,4}))?}");

    /** Of which nothing more is to be known. */
    private static final long ENDLESS = 1L << 40;

    private final String text;
    private final Deque<Long> around = new ArrayDeque<>();
    private int at;
    private long sum;
    private long last; // a part of the sum

    private PatternSize(String text) {
        this.text = text;
    }

    static long guess(String text) {
        PatternSize size = new PatternSize(text);
        while (size.at < text.length()) {
            size.step(text.charAt(size.at++));
        }
        return size.around.stream().reduce(size.sum, (one, other) -> Math.min(ENDLESS, one + other));
    }

    private void step(char each) {
        switch (each) {
            case '(' -> {
                around.push(sum);
                sum = 0;
                last = 0;
            }
            case ')' -> {
                long group = sum + 2;
                sum = around.isEmpty() ? 0 : around.pop();
                add(group);
            }
            case '{' -> repeat();
            case '[' -> {
                set();
                add(1);
            }
            case '\\' -> escape();
            case '*', '+', '?' -> sum++;
            default -> add(1);
        }
    }

    private void add(long instructions) {
        last = instructions;
        sum = Math.min(ENDLESS, sum + instructions);
    }

    private void repeat() {
        Matcher times = REPETITION.matcher(text).region(at - 1, text.length());
        if (!times.lookingAt()) {
            add(1);
            return;
        }
        at = times.end();
        int least = Integer.parseInt(times.group(1));
        boolean isBounded = times.group(3) != null && !times.group(3).isEmpty();
        int most = isBounded ? Integer.parseInt(times.group(3)) : times.group(2) == null ? least : least + 1;
        sum -= last;
        add(Math.min(ENDLESS, last * Math.max(least, most)));
    }

    /** All up to its end is one instruction. */
    private void set() {
        at += text.startsWith("^]", at) ? 2 : text.startsWith("]", at) ? 1 : 0;
        while (at < text.length() && text.charAt(at) != ']') {
            int end = text.startsWith("[:", at) ? text.indexOf(":]", at) : -1;
            at = end >= 0 ? end + 2 : at + (text.charAt(at) == '\\' ? 2 : 1);
        }
        at++;
    }

    private void escape() {
        if (text.startsWith("Q", at)) {
            int end = text.indexOf("\\E", at);
            sum += (end < 0 ? text.length() : end) - at;
            at = end < 0 ? text.length() : end + 2;
            last = 1;
            return;
        }
        add(1);
        boolean isClass = text.startsWith("p{", at) || text.startsWith("P{", at) || text.startsWith("x{", at);
        int end = isClass ? text.indexOf('}', at) : -1;
        at = end >= 0 ? end + 1 : at + 1;
    }
}
