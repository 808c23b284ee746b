package freehold.control.dialect;

import freehold.execution.ExecutionId;
import java.math.BigInteger;
import java.util.UUID;

/** The UUIDv7 that an execution's id is, for peers whose names have other forms. */
public final class ExecutionUuid {
    private static final String PREFIX = "exe_";
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;
    private static final int BITS_A_DIGIT = 5;

    private ExecutionUuid() {}

    public static UUID of(ExecutionId id) {
        BigInteger value = BigInteger.ZERO;
        for (char digit : id.value().substring(PREFIX.length()).toCharArray()) {
            value = value.shiftLeft(BITS_A_DIGIT).or(BigInteger.valueOf(DIGITS.indexOf(digit)));
        }
        return new UUID(value.shiftRight(Long.SIZE).longValue(), value.longValue());
    }

    public static ExecutionId id(UUID uuid) {
        long high = uuid.getMostSignificantBits();
        long low = uuid.getLeastSignificantBits();
        char[] digits = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (low & 31));
            low = (low >>> BITS_A_DIGIT) | (high << (Long.SIZE - BITS_A_DIGIT));
            high >>>= BITS_A_DIGIT;
        }
        return new ExecutionId(PREFIX + new String(digits));
    }
}
