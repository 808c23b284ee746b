package freehold.tenant;

import java.util.regex.Pattern;

/** {@code key_} and a UUIDv7 (RFC 9562) in 26 digits of lower-case Crockford base32. Not secret. */
public record KeyId(String value) {
    private static final String PREFIX = "key_";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-7][0-9a-hjkmnp-tv-z]{25}");

    public KeyId {
        if (!isOne(value)) {
            throw new IllegalArgumentException("not a key's id: " + value);
        }
    }

    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /** The one that has these digits. */
    public static KeyId ofDigits(String digits) {
        return new KeyId(PREFIX + digits);
    }

    /** What follows {@code key_}. */
    public String digits() {
        return value.substring(PREFIX.length());
    }

    @Override
    public String toString() {
        return value;
    }
}
