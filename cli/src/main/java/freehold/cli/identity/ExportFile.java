package freehold.cli.identity;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.scratch.WholeFile;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** An archive of a tenant as it comes. It appears under its name when it is whole. */
final class ExportFile {
    private ExportFile() {}

    static void write(Path file, InputStream archive) throws IOException {
        try {
            WholeFile.write(
                    file,
                    file.toString(),
                    channel -> readWhole(new Copied(archive, Channels.newOutputStream(channel))));
        } catch (EOFException | ZipException broken) {
            throw new Declined(ExitStatus.UNAVAILABLE, "the archive broke off, and nothing was written; ask again");
        }
    }

    /** A server that fails while it writes cannot say so any more; the archive has no end then. */
    private static void readWhole(InputStream packed) throws IOException {
        try (GZIPInputStream plain = new GZIPInputStream(packed)) {
            long _ = plain.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static final class Copied extends FilterInputStream {
        private final OutputStream to;

        Copied(InputStream from, OutputStream to) {
            super(from);
            this.to = to;
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
                to.write(into, at, count);
            }
            return count;
        }
    }
}
