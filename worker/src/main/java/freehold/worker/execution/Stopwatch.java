package freehold.worker.execution;

import freehold.execution.Timing;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Sums up where the time goes. Each moment belongs to one part: what is not a program's is making ready or collecting. */
final class Stopwatch {
    private final LongSupplier nanoTime;
    private Duration prepared = Duration.ZERO;
    private Duration built = Duration.ZERO;
    private Duration ran = Duration.ZERO;
    private Duration collected = Duration.ZERO;
    private long last;

    Stopwatch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
    }

    void prepared() {
        prepared = prepared.plus(lap());
    }

    void built() {
        built = built.plus(lap());
    }

    void ran() {
        ran = ran.plus(lap());
    }

    void collected() {
        collected = collected.plus(lap());
    }

    Timing timing() {
        return new Timing(Duration.ZERO, prepared, built, ran, collected);
    }

    private Duration lap() {
        long now = nanoTime.getAsLong();
        Duration lap = Duration.ofNanos(now - last);
        last = now;
        return lap;
    }
}
