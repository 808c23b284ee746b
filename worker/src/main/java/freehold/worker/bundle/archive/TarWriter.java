package freehold.worker.bundle.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes tar archives that depend on nothing but what is put in: owner 0, one time for all, pax records only where a name or size
 * needs them. The same members in the same order give the same bytes.
 */
public final class TarWriter {
    private static final int BLOCK = 512;
    private static final long OCTAL_SIZE_MAX = (1L << 33) - 1;

    private final OutputStream sink;
    private final long seconds;

    /**
     * @param sink not closed by this writer
     * @param seconds modification time of all members, since the epoch
     */
    public TarWriter(OutputStream sink, long seconds) {
        this.sink = sink;
        this.seconds = seconds;
    }

    public void directory(String name) throws IOException {
        header(name + "/", '5', 0755, 0, "");
    }

    public void link(String name, String target) throws IOException {
        header(name, '2', 0777, 0, target);
    }

    /** Writes a file and closes nothing; the content must have exactly {@code size} bytes. */
    public void file(String name, int mode, long size, InputStream content) throws IOException {
        header(name, '0', mode, size, "");
        if (content.transferTo(sink) != size) {
            throw new IOException(name + " changed while it was archived");
        }
        sink.write(new byte[padding(size)]);
    }

    /** Ends the archive with two blocks of zeros. */
    public void finish() throws IOException {
        sink.write(new byte[2 * BLOCK]);
    }

    private void header(String name, char type, int mode, long size, String target) throws IOException {
        StringBuilder pax = new StringBuilder();
        record(pax, "path", name);
        record(pax, "linkpath", target);
        if (size > OCTAL_SIZE_MAX) {
            append(pax, "size", Long.toString(size));
        }
        if (!pax.isEmpty()) {
            byte[] records = pax.toString().getBytes(StandardCharsets.UTF_8);
            sink.write(block("pax", 'x', 0644, records.length, ""));
            sink.write(records);
            sink.write(new byte[padding(records.length)]);
        }
        sink.write(block(name, type, mode, Math.min(size, OCTAL_SIZE_MAX), target));
    }

    private byte[] block(String name, char type, int mode, long size, String target) {
        byte[] header = new byte[BLOCK];
        text(header, 0, 100, name);
        octal(header, 100, 8, mode);
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        octal(header, 124, 12, size);
        octal(header, 136, 12, seconds);
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = (byte) type;
        text(header, 157, 100, target);
        text(header, 257, 6, "ustar");
        text(header, 263, 2, "00");
        octal(header, 329, 8, 0);
        octal(header, 337, 8, 0);
        long sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        octal(header, 148, 7, sum);
        return header;
    }

    private static void record(StringBuilder pax, String key, String value) {
        boolean fits =
                value.length() <= 100 && StandardCharsets.US_ASCII.newEncoder().canEncode(value);
        if (!fits) {
            append(pax, key, value);
        }
    }

    /** The length of a pax record counts its own digits. */
    private static void append(StringBuilder pax, String key, String value) {
        int rest = 3 + key.length() + value.getBytes(StandardCharsets.UTF_8).length;
        int length = rest + 1;
        while (length != rest + Integer.toString(length).length()) {
            length = rest + Integer.toString(length).length();
        }
        pax.append(length).append(' ').append(key).append('=').append(value).append('\n');
    }

    private static void text(byte[] header, int at, int length, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, Math.min(bytes.length, length));
    }

    private static void octal(byte[] header, int at, int length, long value) {
        String digits = Long.toOctalString(value);
        text(header, at, length, "0".repeat(length - 1 - digits.length()) + digits);
        header[at + length - 1] = 0;
    }

    private static int padding(long size) {
        return (int) ((BLOCK - size % BLOCK) % BLOCK);
    }
}
