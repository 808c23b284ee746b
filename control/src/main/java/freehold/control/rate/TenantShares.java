package freehold.control.rate;

import freehold.tenant.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Permits, of which one tenant has at most half at one time: however slowly its clients read and send, they cannot shut the others out. */
public final class TenantShares {
    private static final int SHARES = 2;

    private final int ofTenant;
    private final Semaphore all;
    private final Map<TenantId, Semaphore> byTenant = new ConcurrentHashMap<>();

    /** @param permits at least 2 */
    public TenantShares(int permits) {
        if (permits < SHARES) {
            throw new IllegalArgumentException(permits + " permits cannot be shared");
        }
        this.ofTenant = permits / SHARES;
        this.all = new Semaphore(permits);
    }

    /** What one tenant can have at one time. */
    public int ofTenant() {
        return ofTenant;
    }

    /** Whether they are had at once; then {@link #release} gives them back. */
    public boolean tryAcquire(TenantId tenant, int permits) {
        Semaphore own = own(tenant);
        if (!own.tryAcquire(permits)) {
            return false;
        }
        if (!all.tryAcquire(permits)) {
            own.release(permits);
            return false;
        }
        return true;
    }

    /** Whether they were had within that time; then {@link #release} gives them back. */
    public boolean tryAcquire(TenantId tenant, int permits, Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        Semaphore own = own(tenant);
        if (!own.tryAcquire(permits, patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        boolean had = false;
        try {
            had = all.tryAcquire(permits, until - System.nanoTime(), TimeUnit.NANOSECONDS);
            return had;
        } finally {
            if (!had) {
                own.release(permits);
            }
        }
    }

    public void release(TenantId tenant, int permits) {
        all.release(permits);
        own(tenant).release(permits);
    }

    private Semaphore own(TenantId tenant) {
        return byTenant.computeIfAbsent(tenant, _ -> new Semaphore(ofTenant));
    }
}
