package freehold.cell;

/** The seven ceilings by name. Each value in {@link Limits} has one. */
public enum Limit {
    CPU,
    WALL,
    MEMORY,
    PROCESSES,
    OUTPUT,
    DISK,
    OPEN_FILES;

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
