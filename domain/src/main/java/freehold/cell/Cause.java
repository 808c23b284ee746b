package freehold.cell;

/** What ended the program. If two limits were passed, the one whose moment came first. */
public enum Cause {
    /** It exited, or a signal that was not ours ended it. */
    ITSELF,
    CPU,
    WALL,
    STDOUT,
    STDERR,
    MEMORY,
    FORBIDDEN,
    /** Somebody asked for it. */
    KILLED,
    /** The kernel would not execute it; the report's cause value is the errno. */
    NO_EXEC
}
