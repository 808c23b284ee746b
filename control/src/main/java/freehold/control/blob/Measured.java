package freehold.control.blob;

import freehold.execution.Content;
import freehold.quantity.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Content as it is read, of which digest and size are known once it was read to its end. Used by one thread. */
public final class Measured extends FilterInputStream {
    private final MessageDigest digest = Digest.sha256();
    private long size;

    public Measured(InputStream content) {
        super(content);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
        int count = in.read(into, at, most);
        if (count > 0) {
            digest.update(into, at, count);
            size += count;
        }
        return count;
    }

    @Override
    public long skip(long count) {
        return 0; // what is not read would not be in the digest
    }

    /** What was read; to be asked once. */
    public Content.Stored stored() {
        return new Content.Stored(Digest.finish(digest), size);
    }
}
