package freehold.control.tenancy;

import freehold.quantity.Digest;
import freehold.tenant.KeyId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The secret of an API key: {@code fh_}, for a stored key the digits of its id and {@code _}, and 256 bits by chance in base64url. It is
 * kept as its plain SHA-256: a slow, salted hash protects secrets that people chose, which can be guessed; nobody can try 2^256 of
 * these, and each request would pay for the slowness.
 */
public record KeySecret(String value) {
    public static final String PREFIX = "fh_";
    private static final int BYTES = 32;
    private static final Pattern STORED = Pattern.compile(PREFIX + "([0-7][0-9a-hjkmnp-tv-z]{25})_[A-Za-z0-9_-]{43}");

    /** Makes one for a key file. {@code random} must be unpredictable. */
    public static KeySecret make(RandomGenerator random) {
        return new KeySecret(PREFIX + chance(random));
    }

    /** Makes one for a key that is kept, which is found by its public part. {@code random} must be unpredictable. */
    public static KeySecret make(KeyId key, RandomGenerator random) {
        return new KeySecret(PREFIX + key.digits() + "_" + chance(random));
    }

    private static String chance(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Which stored key this claims to be; empty if it has not the form of one. */
    public Optional<KeyId> key() {
        Matcher parts = STORED.matcher(value);
        return parts.matches() ? Optional.of(KeyId.ofDigits(parts.group(1))) : Optional.empty();
    }

    /** What is kept of it. */
    public Digest digest() {
        return Digest.of(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Never the secret: it would end up in a log. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
