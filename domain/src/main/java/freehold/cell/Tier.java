package freehold.cell;

/** The kind of boundary around a cell, from the weakest to the strongest. */
public enum Tier {
    PROCESS,
    GVISOR,
    MICROVM
}
