package freehold.execution;

import java.util.Locale;

/** How an execution ended. {@link #FAULTED} means that we failed, and nobody pays for it. */
public enum Verdict {
    FAULTED,
    CANCELLED,
    BUILD_FAILED,
    MEMORY_EXCEEDED,
    CPU_EXCEEDED,
    WALL_EXCEEDED,
    OUTPUT_EXCEEDED,
    FORBIDDEN,
    CRASHED,
    FAILED,
    SUCCEEDED;

    /** As on the wire: lower case, words joined by an underscore. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
