package freehold.execution;

import java.util.Locale;

/** Whether the run step began with its program, or was waiting for it. */
public enum Start {
    COLD,
    WARM;

    /** As on the wire. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
