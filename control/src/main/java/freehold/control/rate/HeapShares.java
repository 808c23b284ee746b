package freehold.control.rate;

import freehold.tenant.TenantId;
import java.time.Duration;
import java.util.Optional;

/**
 * A part of the heap for output of programs that is on its way to somebody: however slow those are who take it, its size is bounded, and one
 * tenant has at most half.
 */
public final class HeapShares {
    /** What is no more than this is let through at once, whatever else is under way. */
    public static final long SMALL_BYTES = 256 << 10;

    private static final int PIECE = 64 << 10;

    /** An output, as bytes, as text and as base64: what is alive while it is written. */
    private static final int COPIES = 5;

    private final TenantShares pieces;

    public HeapShares(long bytes) {
        this.pieces = new TenantShares(Math.clamp(bytes / PIECE, 2, Integer.MAX_VALUE));
    }

    /** Held until it is closed. */
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Room for so much output; empty if there is none in that time. A larger output than a tenant's share waits for all of that. */
    public Optional<Held> take(TenantId tenant, long outputBytes, Duration patience) throws InterruptedException {
        if (outputBytes <= SMALL_BYTES) {
            return Optional.of(() -> {});
        }
        int wanted = (int) Math.min(pieces.ofTenant(), outputBytes * COPIES / PIECE + 1);
        return pieces.tryAcquire(tenant, wanted, patience)
                ? Optional.of(() -> pieces.release(tenant, wanted))
                : Optional.empty();
    }
}
