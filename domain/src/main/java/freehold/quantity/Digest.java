package freehold.quantity;

import java.util.regex.Pattern;

/** A SHA-256 digest (FIPS 180-4) as 64 lower-case hexadecimal digits; written {@code sha256:…} where people see it. */
public record Digest(String hex) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");
    private static final String PREFIX = "sha256:";

    public Digest {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("not 64 hexadecimal digits: " + hex);
        }
    }

    /**
     * Reads {@code sha256:…}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a digest begins with sha256:");
        }
        return new Digest(text.substring(PREFIX.length()));
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
