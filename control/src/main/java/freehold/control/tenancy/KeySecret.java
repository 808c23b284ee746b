package freehold.control.tenancy;

import freehold.quantity.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * The secret of an API key: {@code fh_} and 256 bits by chance in base64url. It is kept as its plain SHA-256: a slow, salted hash
 * protects secrets that people chose, which can be guessed; nobody can try 2^256 of these, and each request would pay for the slowness.
 */
public record KeySecret(String value) {
    public static final String PREFIX = "fh_";
    private static final int BYTES = 32;

    /** Makes one. {@code random} must be unpredictable. */
    public static KeySecret make(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new KeySecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What the key file has of it. */
    public Digest digest() {
        return Digest.of(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Never the secret: it would end up in a log. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
