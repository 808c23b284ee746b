package freehold.worker.cell;

/** Makes cells of one tier. */
public interface Cells {
    /**
     * Makes a cell that waits just before exec, or whose bootstrap waits for its program, which may take seconds. The caller closes it. A failed call left nothing behind and may be repeated.
     *
     * @throws CellsUnavailable if nobody answers, or not in time
     * @throws CellFault if a step of making it failed
     */
    Cell prepare(CellShape shape);

    /** Whether cells can be had now; cheap enough to ask before each execution, and at most a second old. */
    boolean available();
}
