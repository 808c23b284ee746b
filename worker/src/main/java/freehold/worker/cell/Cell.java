package freehold.worker.cell;

import freehold.cell.CellReport;
import freehold.cell.Limits;
import freehold.cell.Program;
import freehold.cell.TerminalSize;
import freehold.dispatch.ProcessorWeight;
import freehold.execution.Dialogue;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * One cell: files go in, one program runs, files come out. Used by one thread, which is the one that waits for the program; {@link
 * #kill}, {@link #signal}, {@link #weigh}, {@link #input}, {@link #endInput}, {@link #resize} and {@link #close} may come from any. Each method may throw
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

    /** Puts a file that only the program's user may read, in place of one that is there. Before the program only. */
    void putOwn(WorkPath path, byte[] bytes);

    /**
     * Lets the program go and waits until everything in the cell is dead.
     *
     * @param limits of which those of time and output are meant; the others were set when the cell was made
     * @param stdin all of its standard input
     */
    CellReport run(Program program, Limits limits, byte[] stdin, CellEvents events);

    /**
     * The same for a program that can be talked to: all of its input comes by {@link #input}, from any thread, once {@link
     * CellEvents#started} was told.
     */
    CellReport converse(Program program, Limits limits, Dialogue dialogue, CellEvents events);

    /**
     * Gives the program more input, in conversations only; {@link CellEvents#taken} tells when it is no longer on its way. Whoever has
     * too much on its way waits here.
     *
     * @param bytes at most 64 KiB; not changed afterwards
     */
    void input(byte[] bytes);

    /** Ends the program's input; at a terminal types its end-of-file character instead, which counts as one byte of input. */
    void endInput();

    /** Makes the program's terminal so large. Nothing without one, or when the program has ended. */
    void resize(TerminalSize size);

    /** Ends the program, and {@link #run} returns; a cell without a running program is closed. */
    void kill();

    /** Sends a signal (signal(7)) to the program alone, or to what is in its terminal's foreground, while it runs. */
    void signal(int number);

    /** From now on its program weighs so much, running or not; until one comes, as usual. Where that cannot be told at once it is told with the next. */
    void weigh(ProcessorWeight weight);

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
