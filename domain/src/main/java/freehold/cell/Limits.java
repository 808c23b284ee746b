package freehold.cell;

import freehold.quantity.Bytes;
import java.time.Duration;

/**
 * Ceilings for one step. The kernel or the cell daemon enforces each; no program has to behave.
 *
 * @param cpu of all processes and threads of the cell together
 * @param wall from start to end
 * @param memory all memory charged to the cell, files in its tmpfs included
 * @param processes processes and threads at one time
 * @param output stdout and stderr, each
 * @param disk work directory, /tmp and /dev/shm together
 * @param openFiles descriptors of one process
 */
public record Limits(
        Duration cpu, Duration wall, Bytes memory, int processes, Bytes output, Bytes disk, int openFiles) {
    public Limits {
        if (!cpu.isPositive() || !wall.isPositive()) {
            throw new IllegalArgumentException("must exceed 0 s: " + cpu + ", " + wall);
        }
        if (memory.count() < 1 || output.count() < 1 || disk.count() < 1) {
            throw new IllegalArgumentException("must exceed 0 bytes: " + memory + ", " + output + ", " + disk);
        }
        if (processes < 1 || openFiles < 1) {
            throw new IllegalArgumentException("must exceed 0: " + processes + ", " + openFiles);
        }
    }
}
