package freehold.policy;

import freehold.quantity.Bytes;
import java.time.Duration;

/**
 * What executions have used, in the units in which it is added up: fine enough that nothing is free, coarse enough for centuries.
 *
 * @param cpuMicros of CPU
 * @param memoryMibMillis peak of memory in MiB times milliseconds of wall time
 */
public record Use(long cpuMicros, long memoryMibMillis) {
    public static final Use NONE = new Use(0, 0);
    private static final long MICROS_IN_SECOND = 1_000_000;
    private static final long MIB_MILLIS_IN_GIB_SECOND = 1_024 * 1_000;

    /** Of one step; each part of a unit counts as a whole one. */
    public static Use of(Duration cpu, Duration wall, Bytes memoryPeak) {
        return new Use(
                Math.ceilDiv(cpu.toNanos(), 1_000L),
                Math.ceilDiv(memoryPeak.count(), 1L << 20) * Math.ceilDiv(wall.toNanos(), 1_000_000L));
    }

    public Use plus(Use other) {
        return new Use(cpuMicros + other.cpuMicros, memoryMibMillis + other.memoryMibMillis);
    }

    /** The larger of both in each unit, where each is a part of one truth. */
    public Use or(Use other) {
        return new Use(Math.max(cpuMicros, other.cpuMicros), Math.max(memoryMibMillis, other.memoryMibMillis));
    }

    /** Whole seconds; what is begun does not count. */
    public long cpuSeconds() {
        return cpuMicros / MICROS_IN_SECOND;
    }

    /** Whole ones; what is begun does not count. */
    public long memoryGibSeconds() {
        return memoryMibMillis / MIB_MILLIS_IN_GIB_SECOND;
    }
}
