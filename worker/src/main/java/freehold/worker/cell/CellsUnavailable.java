package freehold.worker.cell;

/** Nobody makes cells now. Cells that he made are dead. */
public final class CellsUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CellsUnavailable(String message) {
        super(message);
    }

    public CellsUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
