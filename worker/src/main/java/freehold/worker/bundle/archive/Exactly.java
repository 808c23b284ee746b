package freehold.worker.bundle.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that must end after as many bytes as its archive promised, so that no count made from promises is wrong. */
final class Exactly extends FilterInputStream {
    private long left;

    Exactly(InputStream in, long size) {
        super(in);
        this.left = size;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        left -= Math.max(count, 0);
        if (left < 0 || (count < 0 && left > 0)) {
            throw new HostileArchive("a member has another size than its archive says");
        }
        return count;
    }
}
