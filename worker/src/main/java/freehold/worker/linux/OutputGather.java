package freehold.worker.linux;

import freehold.wire.frame.Answer;
import freehold.wire.frame.Frame;
import freehold.wire.link.Stream;
import freehold.worker.cell.CellEvents;
import java.nio.ByteBuffer;

/** Joins frames of one stream that have already come, so that a program which writes byte by byte makes few events. */
final class OutputGather {
    private final CellEvents events;
    private ByteBuffer pending = ByteBuffer.allocate(0);
    private Stream stream = Stream.STDOUT;

    OutputGather(CellEvents events) {
        this.events = events;
    }

    /** Takes the bytes over, and tells all when no more is about to come. */
    void add(Answer.Output written, boolean moreIsHere) {
        if (written.stream() != stream || pending.position() + written.bytes().remaining() > Frame.CHUNK_MAX) {
            flush();
        }
        stream = written.stream();
        if (pending.position() == 0 && !moreIsHere) {
            tell(written.bytes());
            return;
        }
        if (pending.capacity() == 0) {
            pending = ByteBuffer.allocate(Frame.CHUNK_MAX);
        }
        pending.put(written.bytes());
        if (!moreIsHere) {
            flush();
        }
    }

    void flush() {
        if (pending.position() > 0) {
            tell(pending.flip());
            pending.clear();
        }
    }

    private void tell(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        events.output(stream, copy);
    }
}
