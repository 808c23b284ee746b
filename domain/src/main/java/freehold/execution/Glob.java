package freehold.execution;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern for paths below the work directory, matched component by component: {@code *} is any text, {@code ?} one character,
 * {@code [a-z]} and {@code [!a-z]} one of a set, and a component {@code **} any number of components. Names that begin with a dot are
 * not special. What is not well-formed, such as a bracket that does not close, stands for itself; so every text is a pattern.
 *
 * <p>Time is bounded by the product of the lengths of pattern and path, whatever they are: paths come from hostile programs. For many
 * paths and patterns that is still hours, so an {@link Effort} bounds them together; once it is spent nothing matches.
 */
public record Glob(String pattern) {

    /** Whether any of the patterns matches. */
    public static boolean anyMatches(List<Glob> globs, WorkPath path, Effort effort) {
        return globs.stream().anyMatch(glob -> glob.matches(path, effort));
    }

    public boolean matches(WorkPath path) {
        return matches(path, new Effort(Long.MAX_VALUE));
    }

    private boolean matches(WorkPath path, Effort effort) {
        return effort.takes(pattern.length() + path.value().length())
                && matchesAll(components(pattern), components(path.value()), effort);
    }

    private static List<String> components(String text) {
        return List.of(text.split("/", -1));
    }

    /** The usual walk with one place to return to: the last {@code **} takes one component more. */
    private static boolean matchesAll(List<String> patterns, List<String> names, Effort effort) {
        int pattern = 0;
        int name = 0;
        int afterStars = -1;
        int starsReach = 0;
        while (name < names.size()) {
            if (pattern < patterns.size() && patterns.get(pattern).equals("**")) {
                afterStars = ++pattern;
                starsReach = name;
            } else if (pattern < patterns.size()
                    && effort.takes(
                            patterns.get(pattern).length() + names.get(name).length())
                    && matchesName(symbols(patterns.get(pattern)), names.get(name), effort)) {
                pattern++;
                name++;
            } else if (afterStars >= 0 && !effort.isSpent()) {
                pattern = afterStars;
                name = ++starsReach;
            } else {
                return false;
            }
        }
        while (pattern < patterns.size() && patterns.get(pattern).equals("**")) {
            pattern++;
        }
        return pattern == patterns.size();
    }

    /** The same walk within one component. */
    private static boolean matchesName(List<String> symbols, String name, Effort effort) {
        int[] letters = name.codePoints().toArray();
        int symbol = 0;
        int letter = 0;
        int afterStar = -1;
        int starReach = 0;
        while (letter < letters.length) {
            if (symbol < symbols.size() && symbols.get(symbol).equals("*")) {
                afterStar = ++symbol;
                starReach = letter;
            } else if (symbol < symbols.size()
                    && effort.takes(symbols.get(symbol).length())
                    && matchesLetter(symbols.get(symbol), letters[letter])) {
                symbol++;
                letter++;
            } else if (afterStar >= 0 && !effort.isSpent()) {
                symbol = afterStar;
                letter = ++starReach;
            } else {
                return false;
            }
        }
        while (symbol < symbols.size() && symbols.get(symbol).equals("*")) {
            symbol++;
        }
        return symbol == symbols.size();
    }

    /** Cuts a component into symbols that stand for one character each, and stars. */
    private static List<String> symbols(String component) {
        List<String> symbols = new ArrayList<>();
        int at = 0;
        while (at < component.length()) {
            int end = at + Character.charCount(component.codePointAt(at));
            if (component.charAt(at) == '[') {
                // a bracket right after the opening belongs to the set
                int first = component.startsWith("!", at + 1) ? at + 2 : at + 1;
                int close = component.indexOf(']', first + 1);
                end = close < 0 ? end : close + 1;
            }
            symbols.add(component.substring(at, end));
            at = end;
        }
        return symbols;
    }

    private static boolean matchesLetter(String symbol, int letter) {
        if (symbol.equals("?")) {
            return true;
        }
        if (symbol.length() < 3 || symbol.charAt(0) != '[') {
            return symbol.codePointAt(0) == letter;
        }
        boolean negated = symbol.charAt(1) == '!';
        int[] set = symbol.substring(negated ? 2 : 1, symbol.length() - 1)
                .codePoints()
                .toArray();
        return contains(set, letter) != negated;
    }

    private static boolean contains(int[] set, int letter) {
        for (int i = 0; i < set.length; i++) {
            boolean range = i + 2 < set.length && set[i + 1] == '-';
            if (range ? set[i] <= letter && letter <= set[i + 2] : set[i] == letter) {
                return true;
            }
            if (range) {
                i += 2;
            }
        }
        return false;
    }
}
