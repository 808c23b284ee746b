package freehold.control.dialect.judge0;

import freehold.execution.ExecutionId;
import java.math.BigInteger;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Executions by the names that clients of this dialect expect: UUIDs of version 4 (some clients check that). An id of ours is a UUID of
 * version 7 in other digits, and the version is the same for all, so it can be changed on the way out and back on the way in.
 */
final class Token {
    private static final Pattern FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final String PREFIX = "exe_";
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;
    private static final int BITS_A_DIGIT = 5;
    private static final long VERSION = 0xf000L;
    private static final long OURS = 7L << 12;
    private static final long THEIRS = 4L << 12;

    private Token() {}

    static String of(ExecutionId id) {
        BigInteger value = BigInteger.ZERO;
        for (char digit : id.value().substring(PREFIX.length()).toCharArray()) {
            value = value.shiftLeft(BITS_A_DIGIT).or(BigInteger.valueOf(DIGITS.indexOf(digit)));
        }
        long high = value.shiftRight(Long.SIZE).longValue();
        return new UUID((high & ~VERSION) | THEIRS, value.longValue()).toString();
    }

    /** The execution that a token means; empty if it has another form. */
    static Optional<ExecutionId> parse(String token) {
        if (!FORM.matcher(token).matches()) {
            return Optional.empty();
        }
        UUID uuid = UUID.fromString(token);
        long high = (uuid.getMostSignificantBits() & ~VERSION) | OURS;
        long low = uuid.getLeastSignificantBits();
        char[] digits = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (low & 31));
            low = low >>> BITS_A_DIGIT | high << (Long.SIZE - BITS_A_DIGIT);
            high >>>= BITS_A_DIGIT;
        }
        return Optional.of(new ExecutionId(PREFIX + new String(digits)));
    }
}
