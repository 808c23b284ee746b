package freehold.execution;

import java.time.Duration;

/** Where the time of an execution went, on the worker's monotonic clock; queueing is added by control. */
public record Timing(Duration queued, Duration prepared, Duration built, Duration ran, Duration collected) {
    public static final Timing NONE =
            new Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** How long it had cells. */
    public Duration held() {
        return prepared.plus(built).plus(ran).plus(collected);
    }
}
