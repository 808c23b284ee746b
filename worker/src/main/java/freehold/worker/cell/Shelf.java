package freehold.worker.cell;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The waiting cells of one shape, and the demand for them. Guarded by the lock of its pool. */
final class Shelf {
    final Deque<Cell> waiting = new ArrayDeque<>();

    /** Cells whose bootstrap is starting. */
    int coming;

    double demand;

    private final PoolPolicy policy;
    private long fadedAt;

    Shelf(PoolPolicy policy, long now) {
        this.policy = policy;
        this.fadedAt = now;
    }

    void use(long now) {
        fade(now);
        demand++;
    }

    void fade(long now) {
        demand = policy.faded(demand, Duration.ofNanos(Math.max(0, now - fadedAt)));
        fadedAt = now;
    }
}
