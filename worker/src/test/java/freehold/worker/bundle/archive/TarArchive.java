package freehold.worker.bundle.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds tar archives, good and bad, member by member. */
public final class TarArchive {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public TarArchive file(String name, String content) {
        return member(name, '0', 0644, content.getBytes(StandardCharsets.UTF_8), "");
    }

    public TarArchive executable(String name, String content) {
        return member(name, '0', 06755, content.getBytes(StandardCharsets.UTF_8), "");
    }

    public TarArchive directory(String name) {
        return member(name, '5', 0755, new byte[0], "");
    }

    public TarArchive link(String name, String target) {
        return member(name, '2', 0777, new byte[0], target);
    }

    public TarArchive hardLink(String name, String target) {
        return member(name, '1', 0644, new byte[0], target);
    }

    public TarArchive member(String name, char type, int mode, byte[] content, String target) {
        byte[] header = header(name, type, mode, content.length, target);
        bytes.writeBytes(header);
        bytes.writeBytes(content);
        bytes.writeBytes(new byte[(512 - content.length % 512) % 512]);
        return this;
    }

    public TarArchive raw(byte[] block) {
        bytes.writeBytes(block);
        return this;
    }

    static byte[] header(String name, char type, int mode, long size, String target) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "%07o".formatted(mode));
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, "%011o".formatted(size));
        put(header, 136, "00000000000");
        header[156] = (byte) type;
        put(header, 157, target);
        put(header, 257, "ustar");
        put(header, 263, "00");
        return summed(header);
    }

    static byte[] summed(byte[] header) {
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, 148, "%06o\0".formatted(sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(content, 0, header, at, content.length);
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }

    /** With the two blocks of zeros that end an archive. */
    public InputStream stream() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        bytes.writeTo(all);
        all.write(new byte[1024]);
        return new ByteArrayInputStream(all.toByteArray());
    }
}
