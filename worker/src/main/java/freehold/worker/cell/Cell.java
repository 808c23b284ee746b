package freehold.worker.cell;

import freehold.cell.CellReport;
import freehold.cell.Limits;
import freehold.cell.Program;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * One cell: files go in, one program runs, files come out. Used by one thread, which is the one that waits for the program; {@link
 * #kill}, {@link #signal} and {@link #close} may come from any. Each method may throw
 *
 * <ul>
 *   <li>{@link CellFault} if a step of ours failed in it,
 *   <li>{@link CellsUnavailable} if who makes cells is gone or does not answer,
 *   <li>{@link CellClosed} if somebody closed it meanwhile,
 * </ul>
 *
 * after which it is of no more use, but must still be closed.
 */
public interface Cell extends AutoCloseable {
    /** Whether it still waits for its program. A cell that nobody has used can have died with its maker. */
    boolean isWaiting();

    /** Whether a bootstrap waits in it, to which {@link #run} hands the program over. */
    boolean isWarm();

    /**
     * Puts a file below the work directory, with the directories above it. Before the program only.
     *
     * @param sizeBytes exactly what the stream has
     * @throws IOException if the stream fails, or has another size; the cell is of no more use then
     */
    void put(WorkPath path, boolean executable, long sizeBytes, InputStream bytes) throws IOException;

    /**
     * Lets the program go and waits until everything in the cell is dead.
     *
     * @param limits of which those of time and output are meant; the others were set when the cell was made
     * @param stdin all of its standard input
     */
    CellReport run(Program program, Limits limits, byte[] stdin, CellEvents events);

    /** Ends the program, and {@link #run} returns; a cell without a running program is closed. */
    void kill();

    /** Sends a signal (signal(7)) to the program alone, while it runs. */
    void signal(int number);

    /** Regular files below the work directory, in no order; after the program only. Names that are no {@link WorkPath} are left out. */
    CellFiles list(int most);

    /**
     * Opens a file that the program left; after the program only. Read the stream before anything else is asked of the cell.
     *
     * @return empty if it is not there, not regular, larger than that, or reached by a link
     */
    Optional<InputStream> fetch(WorkPath path, Bytes most);

    /** Destroys it with everything in it. */
    @Override
    void close();
}
