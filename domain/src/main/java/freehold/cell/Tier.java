package freehold.cell;

import java.util.Locale;

/** The kind of boundary around a cell, from the weakest to the strongest. */
public enum Tier {
    PROCESS,
    GVISOR,
    MICROVM;

    /** As on the wire: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
