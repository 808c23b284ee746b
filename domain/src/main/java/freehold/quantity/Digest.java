package freehold.quantity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 digest (FIPS 180-4) as 64 lower-case hexadecimal digits; written {@code sha256:…} where people see it. */
public record Digest(String hex) {
    private static final int DIGITS = 64;
    private static final String PREFIX = "sha256:";

    public Digest {
        if (hex.length() != DIGITS || !isLowerHex(hex)) {
            throw new IllegalArgumentException("not 64 hexadecimal digits: " + hex);
        }
    }

    /** A loop, for receipts are full of digests and a pattern takes a multiple of its time. */
    private static boolean isLowerHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return true;
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

    /** Of these bytes. */
    public static Digest of(byte[] bytes) {
        MessageDigest sha256 = sha256();
        sha256.update(bytes);
        return finish(sha256);
    }

    /** Something that takes bytes, for {@link #finish}. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256 (see MessageDigest)", absent);
        }
    }

    /** Of all bytes that it took; it is as new then. */
    public static Digest finish(MessageDigest sha256) {
        return new Digest(HexFormat.of().formatHex(sha256.digest()));
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
