package freehold.worker.workspace;

import freehold.cell.CellReport;
import freehold.cell.Limits;
import freehold.execution.StepResult;
import freehold.execution.WorkPath;
import freehold.quantity.Digest;
import freehold.wire.frame.Answer;
import freehold.wire.frame.FrameEncoder;
import freehold.wire.frame.FrameReader;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A build in one file: the bytes of all files one after the other, then an index of them with the result of the step, then where the
 * index begins (8 bytes), then the SHA-256 digest of everything before. The report of the cell is written as the EXIT frame that it came in.
 */
final class BuildFile implements Built {
    private static final int DIGEST_BYTES = 32;
    private static final int FOOTER_BYTES = Long.BYTES + DIGEST_BYTES;
    private static final int BLOCK_BYTES = 64 * 1024;

    private final FileChannel channel;
    private final long sizeBytes;
    private final StepResult result;
    private final List<Entry> files;

    private BuildFile(FileChannel channel, long sizeBytes, StepResult result, List<Entry> files) {
        this.channel = channel;
        this.sizeBytes = sizeBytes;
        this.result = result;
        this.files = List.copyOf(files);
    }

    /**
     * Opens a build.
     *
     * @param limits of the step, which are part of the key and so not written
     * @param trusted whether its digest need not be compared
     * @throws IOException if it is not whole
     */
    static BuildFile open(Path file, Limits limits, boolean trusted) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            long size = channel.size();
            if (size < FOOTER_BYTES) {
                throw new IOException("too short to be a build");
            }
            if (!trusted) {
                compareDigest(channel, size - DIGEST_BYTES);
            }
            long indexAt = read(channel, size - FOOTER_BYTES, Long.BYTES).getLong();
            long indexBytes = size - FOOTER_BYTES - indexAt;
            if (indexAt < 0 || indexBytes < 0 || indexBytes > Integer.MAX_VALUE) {
                throw new IOException("its index is not inside");
            }
            byte[] index = read(channel, indexAt, (int) indexBytes).array();
            return readIndex(channel, size, limits, new DataInputStream(new ByteArrayInputStream(index)));
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure instanceof IOException damaged ? damaged : new IOException(failure);
        }
    }

    static void writeIndex(DataOutputStream out, long indexAt, List<Entry> files, StepResult result)
            throws IOException {
        ByteBuffer report =
                new FrameEncoder().append(new Answer.Exit(result.report())).take();
        byte[] frame = new byte[report.remaining()];
        report.get(frame);
        writeBytes(out, frame);
        writeBytes(out, result.stdout());
        writeBytes(out, result.stderr());
        out.writeInt(files.size());
        for (Entry entry : files) {
            out.writeUTF(entry.path().value());
            out.writeBoolean(entry.executable());
            out.writeLong(entry.offset());
            out.writeLong(entry.sizeBytes());
        }
        out.writeLong(indexAt);
    }

    private static BuildFile readIndex(FileChannel channel, long size, Limits limits, DataInputStream in)
            throws IOException {
        CellReport report = report(readBytes(in));
        StepResult result = new StepResult(report, limits, readBytes(in), readBytes(in));
        int count = in.readInt();
        List<Entry> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(new Entry(new WorkPath(in.readUTF()), in.readBoolean(), in.readLong(), in.readLong()));
        }
        return new BuildFile(channel, size, result, files);
    }

    private static CellReport report(byte[] frame) throws IOException {
        Answer answer = FrameReader.answers(Channels.newChannel(new ByteArrayInputStream(frame)))
                .next();
        return answer instanceof Answer.Exit(CellReport report) ? report : notAReport();
    }

    private static CellReport notAReport() throws IOException {
        throw new IOException("its report is another frame");
    }

    long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public Optional<StepResult> result() {
        return Optional.of(result);
    }

    @Override
    public List<Entry> files() {
        return files;
    }

    @Override
    public InputStream open(Entry entry) {
        return new Part(entry.offset(), entry.sizeBytes());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void compareDigest(FileChannel channel, long bytes) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
        for (long at = 0; at < bytes; ) {
            block.clear().limit((int) Math.min(block.capacity(), bytes - at));
            int count = channel.read(block, at);
            if (count < 0) {
                throw new IOException("it became shorter");
            }
            sha256.update(block.flip());
            at += count;
        }
        if (!MessageDigest.isEqual(
                sha256.digest(), read(channel, bytes, DIGEST_BYTES).array())) {
            throw new IOException("its digest is another");
        }
    }

    private static ByteBuffer read(FileChannel channel, long at, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new IOException("it became shorter");
            }
        }
        return bytes.flip();
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    /** A part of the file as a stream; several may be read beside each other. */
    private final class Part extends InputStream {
        private long at;
        private long left;

        Part(long offset, long sizeBytes) {
            this.at = offset;
            this.left = sizeBytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, to.length);
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            int count = channel.read(ByteBuffer.wrap(to, offset, (int) Math.min(left, length)), at);
            if (count > 0) {
                at += count;
                left -= count;
            }
            return count;
        }
    }
}
