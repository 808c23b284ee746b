package freehold.worker.linux;

import freehold.wire.frame.Answer;
import freehold.worker.cell.CellFault;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A file on its way out of a cell. Closing it early reads the rest, so that the conversation can go on. */
final class FetchedFile extends InputStream {
    private final Connection connection;
    private long left;
    private ByteBuffer chunk = ByteBuffer.allocate(0);
    private boolean ended;

    FetchedFile(Connection connection, long sizeBytes) {
        this.connection = connection;
        this.left = sizeBytes;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] to, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, to.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, chunk.remaining());
        chunk.get(to, offset, count);
        return count;
    }

    @Override
    public void close() {
        while (fill()) {
            chunk.position(chunk.limit());
        }
    }

    /** Whether bytes are there; waits for them. */
    private boolean fill() {
        while (!chunk.hasRemaining() && !ended) {
            Answer answer = connection.next();
            switch (answer) {
                case Answer.Data(ByteBuffer bytes) -> {
                    left -= bytes.remaining();
                    chunk = bytes;
                }
                case Answer.End _ -> ended = true;
                case Answer _ -> throw Connection.unexpected(answer);
            }
            if (left < 0 || (ended && left > 0)) {
                throw new CellFault("FETCH", 0, "the file has another size than announced: " + left + " bytes left");
            }
        }
        return chunk.hasRemaining();
    }
}
