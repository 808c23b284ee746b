package freehold.worker.cell;

/** A step of ours failed in a cell: never the program's doing. */
public final class CellFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String step;
    private final int errno;

    /**
     * What the maker of cells told.
     *
     * @param errno as in errno(3), 0 where there is none
     */
    public CellFault(String step, int errno, String text) {
        super("step " + step + " failed with errno " + errno + ": " + text);
        this.step = step;
        this.errno = errno;
    }

    public String step() {
        return step;
    }

    public int errno() {
        return errno;
    }
}
