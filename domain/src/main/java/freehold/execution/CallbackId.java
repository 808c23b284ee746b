package freehold.execution;

import java.util.regex.Pattern;

/** {@code cbk_} and the digits of the execution whose end is told: each has one at most, whatever happens. */
public record CallbackId(String value) implements Comparable<CallbackId> {
    private static final Pattern FORM = Pattern.compile("cbk_[0-7][0-9a-hjkmnp-tv-z]{25}");
    private static final int PREFIX = 4;

    public CallbackId {
        if (!isOne(value)) {
            throw new IllegalArgumentException("not a callback's id: " + value);
        }
    }

    public static CallbackId of(ExecutionId execution) {
        return new CallbackId("cbk_" + execution.value().substring(PREFIX));
    }

    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(CallbackId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
