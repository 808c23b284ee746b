package freehold.execution;

import java.util.regex.Pattern;

/** {@code exe_} and a UUIDv7 (RFC 9562) in 26 digits of lower-case Crockford base32. Ids sort by time of creation. */
public record ExecutionId(String value) implements Comparable<ExecutionId> {
    private static final Pattern FORM = Pattern.compile("exe_[0-7][0-9a-hjkmnp-tv-z]{25}");

    public ExecutionId {
        if (!isOne(value)) {
            throw new IllegalArgumentException("not an execution's id: " + value);
        }
    }

    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(ExecutionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
