package freehold.wire.frame;

import freehold.cell.CellReport;
import freehold.wire.link.Stream;
import java.nio.ByteBuffer;

/** What the cell daemon sends. */
public sealed interface Answer extends Frame {
    /** A cell waits just before exec. */
    record Ready(long prepareMicros) implements Answer {}

    /** The bootstrap waits for its program. */
    record Warmed(long cpuMicros) implements Answer {}

    /** The program has been let go. */
    record Started() implements Answer {}

    /** So many bytes of input wait here no more, with what {@link Order.InputEnd} typed on a terminal. */
    record Taken(long bytes) implements Answer {}

    /** The program wrote. */
    record Output(Stream stream, ByteBuffer bytes) implements Answer {}

    /** The program has ended, and everything in the cell is dead. */
    record Exit(CellReport report) implements Answer {}

    /**
     * A regular file below /work.
     *
     * @param path as the program named it: any bytes but NUL, not necessarily UTF-8
     * @param mode permission bits
     */
    record Entry(ByteBuffer path, long sizeBytes, int mode) implements Answer {}

    /** A file of that size follows as {@link Data}, then {@link End}. */
    record File(long sizeBytes) implements Answer {}

    /** A part of the file. */
    record Data(ByteBuffer bytes) implements Answer {}

    /** The end of a list or a file; truncated when there would have been more entries than asked for, or deeper ones than are looked for. */
    record End(boolean truncated) implements Answer {}

    /** The file is not there, not regular, too large, or reached by a link. */
    record Refused(int errno) implements Answer {}

    /** The daemon's failure or the worker's misuse; the connection closes after it. */
    record Fault(String step, int errno, String text) implements Answer {}
}
