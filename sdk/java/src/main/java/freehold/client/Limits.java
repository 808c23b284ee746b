package freehold.client;

import java.time.Duration;
import java.util.Optional;

/** Ceilings of one step; those that are empty are the runtime's. Above the server's ceiling is refused, never lowered. */
public record Limits(
        Optional<Long> cpuMs,
        Optional<Long> wallMs,
        Optional<Long> memoryBytes,
        Optional<Integer> processes,
        Optional<Long> outputBytes,
        Optional<Long> diskBytes,
        Optional<Integer> openFiles) {

    /** The runtime's own. */
    public static Limits defaults() {
        return new Limits(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public Limits cpu(Duration most) {
        return new Limits(
                Optional.of(most.toMillis()), wallMs, memoryBytes, processes, outputBytes, diskBytes, openFiles);
    }

    public Limits wall(Duration most) {
        return new Limits(
                cpuMs, Optional.of(most.toMillis()), memoryBytes, processes, outputBytes, diskBytes, openFiles);
    }

    public Limits memoryBytes(long most) {
        return new Limits(cpuMs, wallMs, Optional.of(most), processes, outputBytes, diskBytes, openFiles);
    }

    public Limits processes(int most) {
        return new Limits(cpuMs, wallMs, memoryBytes, Optional.of(most), outputBytes, diskBytes, openFiles);
    }

    public Limits outputBytes(long most) {
        return new Limits(cpuMs, wallMs, memoryBytes, processes, Optional.of(most), diskBytes, openFiles);
    }

    public Limits diskBytes(long most) {
        return new Limits(cpuMs, wallMs, memoryBytes, processes, outputBytes, Optional.of(most), openFiles);
    }

    public Limits openFiles(int most) {
        return new Limits(cpuMs, wallMs, memoryBytes, processes, outputBytes, diskBytes, Optional.of(most));
    }
}
