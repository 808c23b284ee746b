package freehold.control.sql;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Content whose length is known, and which nothing else protects: an end before that is a fault, and not taken for the end. */
final class WholeStream extends FilterInputStream {
    private long left;

    WholeStream(InputStream from, long bytes) {
        super(from);
        this.left = bytes;
    }

    @Override
    public int read() throws IOException {
        return (int) counted(in.read(), 1);
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
        int count = in.read(into, at, most);
        return (int) counted(count, count);
    }

    @Override
    public long skip(long most) throws IOException {
        long count = in.skip(most);
        left -= count;
        return count;
    }

    private long counted(long result, long count) throws IOException {
        if (result >= 0) {
            left -= count;
        } else if (left != 0) {
            throw new IOException(
                    "stored content is not as long as it was: it was changed, or replaced while it was read");
        }
        return result;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
