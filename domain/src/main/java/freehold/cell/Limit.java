package freehold.cell;

import java.util.Arrays;
import java.util.List;

/** The seven ceilings by name. Each value in {@link Limits} has one. */
public enum Limit {
    CPU,
    WALL,
    MEMORY,
    PROCESSES,
    OUTPUT,
    DISK,
    OPEN_FILES;

    /** As on the wire, the unit in its last word: {@code cpu_ms}. */
    public String label() {
        return switch (this) {
            case CPU -> "cpu_ms";
            case WALL -> "wall_ms";
            case MEMORY -> "memory_bytes";
            case PROCESSES -> "processes";
            case OUTPUT -> "output_bytes";
            case DISK -> "disk_bytes";
            case OPEN_FILES -> "open_files";
        };
    }

    /** Of all of them. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Limit::label).toList();
    }

    /** The value of this ceiling in its unit on the wire: milliseconds, bytes or a count. */
    public long of(Limits limits) {
        return switch (this) {
            case CPU -> limits.cpu().toMillis();
            case WALL -> limits.wall().toMillis();
            case MEMORY -> limits.memory().count();
            case PROCESSES -> limits.processes();
            case OUTPUT -> limits.output().count();
            case DISK -> limits.disk().count();
            case OPEN_FILES -> limits.openFiles();
        };
    }
}
