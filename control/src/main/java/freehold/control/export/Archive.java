package freehold.control.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** A tar (ustar, POSIX.1-1988) packed by gzip (RFC 1952), written as it goes. Used by one thread. */
final class Archive implements AutoCloseable {
    private static final int BLOCK = 512;
    private static final int NAME_MAX = 100;
    private static final long SIZE_MAX = 0777_7777_7777L;
    private static final int CHECKSUM_AT = 148;
    private static final int PIECE = 64 << 10;

    private final GZIPOutputStream out;
    private final Instant at;

    /** @param at when all its files were changed last */
    Archive(OutputStream to, Instant at) throws IOException {
        this.out = new GZIPOutputStream(to, PIECE);
        this.at = at;
    }

    void add(String name, byte[] content) throws IOException {
        out.write(header(name, content.length));
        out.write(content);
        fill(content.length);
    }

    /**
     * Adds a file of a size that is known before.
     *
     * @throws IOException if the content is shorter or longer; the archive is of no use then
     */
    void add(String name, long size, InputStream content) throws IOException {
        out.write(header(name, size));
        byte[] piece = new byte[PIECE];
        long left = size;
        for (int count = content.read(piece); count >= 0; count = content.read(piece)) {
            left -= count;
            if (left < 0) {
                break;
            }
            out.write(piece, 0, count);
        }
        if (left != 0) {
            throw new IOException(name + " has not the " + size + " bytes that are recorded");
        }
        fill(size);
    }

    private void fill(long size) throws IOException {
        out.write(new byte[(int) (-size & (BLOCK - 1))]);
    }

    private byte[] header(String name, long size) {
        if (name.length() > NAME_MAX || size > SIZE_MAX) {
            throw new IllegalArgumentException("too long a name, or too large: " + name + ", " + size);
        }
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000600\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, octal(size));
        put(header, 136, octal(at.getEpochSecond()));
        Arrays.fill(header, CHECKSUM_AT, CHECKSUM_AT + 8, (byte) ' ');
        header[156] = '0';
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, CHECKSUM_AT, String.format(Locale.ROOT, "%06o\0 ", sum));
        return header;
    }

    private static String octal(long number) {
        return String.format(Locale.ROOT, "%011o\0", number);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    /** Ends the archive: what was not ended is seen to be incomplete. Leaves what it writes to open. */
    void end() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.finish();
    }

    @Override
    public void close() {
        // nothing: closing would end what failed as if it were whole
    }
}
