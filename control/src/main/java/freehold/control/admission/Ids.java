package freehold.control.admission;

import freehold.control.tenancy.IdSource;
import freehold.execution.BatchId;
import freehold.execution.ExecutionId;
import freehold.execution.FaultId;
import freehold.tenant.KeyId;
import freehold.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

/**
 * Makes ids: a UUIDv7 (RFC 9562, section 5.7) in 26 digits of Crockford's base32, 74 bits of it by chance less the 12 that hold the
 * fraction of the millisecond (section 6.2, method 3), so that ids sort by time.
 *
 * @param random must be unpredictable where ids are seen by strangers, and safe to use from many threads
 */
public record Ids(InstantSource clock, RandomGenerator random) implements IdSource {
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;
    private static final long VERSION = 7;
    private static final long VARIANT = 0b10;
    private static final int NANOS_IN_MILLI = 1_000_000;

    public ExecutionId execution() {
        return new ExecutionId("exe_" + uuid());
    }

    public BatchId batch() {
        return new BatchId("bat_" + uuid());
    }

    @Override
    public TenantId tenant() {
        return new TenantId("ten_" + uuid());
    }

    @Override
    public KeyId key() {
        return KeyId.ofDigits(uuid());
    }

    public FaultId fault() {
        return new FaultId("flt_" + uuid());
    }

    private String uuid() {
        Instant now = clock.instant();
        long fraction = ChronoUnit.NANOS.between(Instant.ofEpochMilli(now.toEpochMilli()), now) * 4096 / NANOS_IN_MILLI;
        long high = now.toEpochMilli() << 16 | VERSION << 12 | fraction;
        long low = VARIANT << 62 | random.nextLong() >>> 2;
        char[] text = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = DIGITS.charAt((int) (low & 31));
            low = low >>> 5 | high << 59;
            high >>>= 5;
        }
        return new String(text);
    }
}
