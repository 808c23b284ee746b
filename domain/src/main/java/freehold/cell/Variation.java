package freehold.cell;

/** Whether what the kernel draws for each start, such as addresses, may differ between starts in cells of one spec. */
public enum Variation {
    FREE,
    /** Addresses are the same each time, and all threads share one processor. */
    FIXED
}
