package freehold.worker.cell;

import freehold.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cells of one shape that wait or come, and the demand for them. Guarded by the lock of its pool. */
final class Shelf {
    /** How much of a measured duration one more measurement moves. */
    private static final double LEARNING = 0.25;

    private static final Duration FAILING = Duration.ofMinutes(1);

    /** Tenants are callers' to make; of more than these the least active are forgotten. */
    private static final int TENANTS_MAX = 64;

    final Deque<Cell> waiting = new ArrayDeque<>();

    private final PoolPolicy policy;
    private final List<Long> coming = new ArrayList<>(); // when each bootstrap began, oldest first
    private double used; // faded to fadedAt
    private final Map<TenantId, Double> usedBy = new HashMap<>(); // the same, of each tenant
    private boolean reserved;
    private int awaited;
    private double bootstrapNanos;
    private Optional<Long> failedAt = Optional.empty();
    private long fadedAt;

    Shelf(PoolPolicy policy, long now) {
        this.policy = policy;
        this.fadedAt = now;
    }

    void use(TenantId tenant, long now) {
        fade(now);
        used = policy.used(used);
        usedBy.merge(tenant, 1.0, (before, _) -> policy.used(before));
        if (usedBy.size() > TENANTS_MAX) {
            usedBy.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .ifPresent(usedBy::remove);
        }
    }

    /** Whether several tenants use it, so that the last cells are not for everybody. */
    boolean isShared() {
        return usedBy.size() > 1;
    }

    /** One shall always wait, used or not. */
    void reserve() {
        reserved = true;
    }

    double demand() {
        return reserved ? Math.max(1, used) : used;
    }

    void fade(long now) {
        Duration idle = Duration.ofNanos(Math.max(0, now - fadedAt));
        used = policy.faded(used, idle);
        usedBy.replaceAll((_, of) -> policy.faded(of, idle));
        usedBy.values().removeIf(policy::isForgotten);
        fadedAt = now;
    }

    /** Cells whose bootstrap is starting. */
    int coming() {
        return coming.size();
    }

    /** Cells that wait or come. */
    int expected() {
        return waiting.size() + coming.size();
    }

    boolean isEmpty() {
        return waiting.isEmpty() && coming.isEmpty();
    }

    void begun(long now) {
        coming.add(now);
    }

    /** The bootstrap that began then has come to its end. */
    void ended(long began, long now, boolean succeeded) {
        coming.remove(began);
        failedAt = succeeded ? Optional.empty() : Optional.of(now);
        if (succeeded) {
            long took = now - began;
            bootstrapNanos = bootstrapNanos == 0 ? took : bootstrapNanos + LEARNING * (took - bootstrapNanos);
        }
    }

    /** Whether its bootstrap failed lately, and would most likely fail again. */
    boolean isFailing(long now) {
        return failedAt.filter(at -> now - at < FAILING.toNanos()).isPresent();
    }

    /**
     * How long to wait for the next cell that nobody awaits yet, where that beats a cold start: the start that is awaited has at least
     * half of its way behind it. Half of the usual duration is added for one that is late.
     */
    Optional<Duration> worthAwaiting(long now) {
        if (awaited >= coming.size() || bootstrapNanos == 0) {
            return Optional.empty();
        }
        double left = Math.max(0, bootstrapNanos - (now - coming.get(awaited)));
        double half = bootstrapNanos / 2;
        return left <= half ? Optional.of(Duration.ofNanos((long) (left + half))) : Optional.empty();
    }

    void awaitBegins() {
        awaited++;
    }

    void awaitEnds() {
        awaited--;
    }
}
