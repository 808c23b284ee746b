package freehold.cli.verification;

import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/** Says how far a long work is, no more often than once in a while, so that short work stays silent. For one thread. */
public final class Pace {
    private final long every;
    private final LongSupplier nanos;
    private final IntConsumer say;
    private long last;

    /**
     * Begins now.
     *
     * @param every the least between two sayings, and before the first
     * @param nanos a clock that only grows
     */
    public Pace(Duration every, LongSupplier nanos, IntConsumer say) {
        this.every = every.toNanos();
        this.nanos = nanos;
        this.say = say;
        this.last = nanos.getAsLong();
    }

    /** Says it if it is time. */
    public void perhaps(int count) {
        if (nanos.getAsLong() - last >= every) {
            now(count);
        }
    }

    /** Says it at once. */
    public void now(int count) {
        say.accept(count);
        last = nanos.getAsLong();
    }
}
