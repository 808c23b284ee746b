package freehold.control.dialect.librechat;

import freehold.control.dialect.ExecutionUuid;
import freehold.execution.Artifact;
import freehold.execution.ExecutionId;
import freehold.quantity.Digest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Names of 21 letters, digits, {@code _} and {@code -}, for the peer's client refuses any other: 126 bits. The session of an execution is
 * its id without the six bits that are the same in all; those that came to be by chance are above all of these.
 */
final class ShortName {
    static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{21}");

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-";
    private static final int LENGTH = 21;
    private static final int BITS_A_DIGIT = 6;
    private static final int BITS = LENGTH * BITS_A_DIGIT;
    private static final int EXECUTION_BITS = 122;
    private static final int LOW_BITS = 62;
    private static final int RANDOM_BITS = 12;
    private static final long RANDOM_MASK = (1L << RANDOM_BITS) - 1;
    private static final long LOW_MASK = (1L << LOW_BITS) - 1;
    private static final long VERSION = 7L << RANDOM_BITS;
    private static final long VARIANT = 1L << 63;

    private ShortName() {}

    static String of(ExecutionId id) {
        UUID uuid = ExecutionUuid.of(id);
        long high = uuid.getMostSignificantBits();
        long time = (high >>> 16 << RANDOM_BITS) | (high & RANDOM_MASK);
        return text(BigInteger.valueOf(time)
                .shiftLeft(LOW_BITS)
                .or(BigInteger.valueOf(uuid.getLeastSignificantBits() & LOW_MASK)));
    }

    /** The execution whose files a session is; empty if it is none. */
    static Optional<ExecutionId> execution(String name) {
        BigInteger value = FORM.matcher(name).matches() ? value(name) : BigInteger.ONE.shiftLeft(BITS);
        if (value.bitLength() > EXECUTION_BITS) {
            return Optional.empty();
        }
        long time = value.shiftRight(LOW_BITS).longValue();
        long high = (time >>> RANDOM_BITS << 16) | VERSION | (time & RANDOM_MASK);
        return Optional.of(ExecutionUuid.id(new UUID(high, (value.longValue() & LOW_MASK) | VARIANT)));
    }

    static String byChance(RandomGenerator chance) {
        byte[] bytes = new byte[BITS / Byte.SIZE];
        chance.nextBytes(bytes);
        return text(new BigInteger(1, bytes).setBit(BITS - 1));
    }

    /** Of a file among those of one execution: from its path, so that it is the same each time. */
    static String of(Artifact artifact) {
        String hex = Digest.of(artifact.path().value().getBytes(StandardCharsets.UTF_8))
                .hex();
        return text(new BigInteger(hex, 16).shiftRight(Integer.SIZE * 8 - BITS));
    }

    private static String text(BigInteger value) {
        char[] digits = new char[LENGTH];
        BigInteger rest = value;
        for (int i = LENGTH - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt(rest.intValue() & ((1 << BITS_A_DIGIT) - 1));
            rest = rest.shiftRight(BITS_A_DIGIT);
        }
        return new String(digits);
    }

    private static BigInteger value(String name) {
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < name.length(); i++) {
            value = value.shiftLeft(BITS_A_DIGIT).or(BigInteger.valueOf(DIGITS.indexOf(name.charAt(i))));
        }
        return value;
    }
}
