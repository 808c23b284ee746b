package freehold.worker.cell;

import freehold.wire.link.Stream;

/** What happens in a cell while its program runs, told by the thread that waits for it. */
public interface CellEvents {
    /** The program has been let go. */
    void started();

    /** The program wrote. The array is the receiver's. */
    void output(Stream stream, byte[] bytes);

    /** So many bytes of input are no longer on their way: the program has them, or does not want them. */
    default void taken(long bytes) {}
}
