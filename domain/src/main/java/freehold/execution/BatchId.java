package freehold.execution;

import java.util.regex.Pattern;

/** {@code bat_} and a UUIDv7 (RFC 9562) in 26 digits of lower-case Crockford base32. */
public record BatchId(String value) {
    private static final Pattern FORM = Pattern.compile("bat_[0-7][0-9a-hjkmnp-tv-z]{25}");

    public BatchId {
        if (!isOne(value)) {
            throw new IllegalArgumentException("not a batch's id: " + value);
        }
    }

    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
