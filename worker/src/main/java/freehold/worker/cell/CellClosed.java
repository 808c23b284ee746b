package freehold.worker.cell;

/** This side closed the cell, or killed it before its program ran, while it was in use. */
public final class CellClosed extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CellClosed() {
        super("the cell was closed");
    }
}
