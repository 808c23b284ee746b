package freehold.worker.bundle.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads tar archives: ustar, pax (POSIX.1-2017, path, linkpath and size) and GNU long names. Others, such as sparse files, are
 * refused. Names must be UTF-8.
 */
public final class TarReader {
    private static final int BLOCK = 512;
    private static final int LONG_NAME_MAX = 1 << 16;
    private static final int PAX_MAX = 1 << 20;

    private final InputStream source;
    private final long contentMax;
    private long contentSeen;
    private long left;
    private long padding;

    /**
     * @param source not closed by this reader
     * @param contentMax bytes of content in all; an archive with more is refused
     */
    public TarReader(InputStream source, long contentMax) {
        this.source = source;
        this.contentMax = contentMax;
    }

    /** The next member, or nothing at the end. What was not read of the last member's content is skipped. */
    public Optional<TarMember> next() throws IOException {
        Map<String, String> pax = new HashMap<>();
        while (true) {
            skipContent();
            byte[] header = source.readNBytes(BLOCK);
            if (header.length == 0 || isZero(header)) {
                // an archive ends with two blocks of zeros, or is cut off after a member, which many writers do
                return Optional.empty();
            }
            if (header.length < BLOCK) {
                throw new HostileArchive("the tar archive ends inside a header");
            }
            verify(header);
            long size = number(header, 124, 12);
            byte type = header[156];
            switch (type) {
                case 'x' -> readPax(extension(size, PAX_MAX), pax);
                case 'g' -> extension(size, PAX_MAX);
                case 'L' -> pax.put("path", longName(size));
                case 'K' -> pax.put("linkpath", longName(size));
                default -> {
                    return Optional.of(member(header, type, size, pax));
                }
            }
        }
    }

    /** The content of the member that {@link #next} returned last; ends where the member ends. */
    public InputStream content() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (left == 0) {
                    return -1;
                }
                int count = source.read(into, offset, (int) Math.min(length, left));
                if (count < 0) {
                    throw new HostileArchive("the tar archive ends inside a file");
                }
                left -= count;
                return count;
            }
        };
    }

    private TarMember member(byte[] header, byte type, long headerSize, Map<String, String> pax) throws HostileArchive {
        TarMember.Kind kind = switch (type) {
            case 0, '0', '7' -> TarMember.Kind.FILE;
            case '1' -> TarMember.Kind.HARD_LINK;
            case '2' -> TarMember.Kind.SYMBOLIC_LINK;
            case '3', '4' -> TarMember.Kind.DEVICE;
            case '5' -> TarMember.Kind.DIRECTORY;
            case '6' -> TarMember.Kind.FIFO;
            default -> throw new HostileArchive("a tar member of unknown type " + (type & 0xff));
        };
        String name = pax.getOrDefault("path", name(header));
        if (kind == TarMember.Kind.FILE && type == 0 && name.endsWith("/")) {
            // before ustar a directory was a file whose name ends with a slash
            kind = TarMember.Kind.DIRECTORY;
        }
        long size = pax.containsKey("size") ? decimal(pax.get("size")) : headerSize;
        if (kind == TarMember.Kind.FILE) {
            contentSeen = Math.addExact(contentSeen, size);
            if (contentSeen > contentMax) {
                throw new HostileArchive("the tar archive holds more than " + contentMax + " bytes");
            }
            left = size;
            padding = (BLOCK - size % BLOCK) % BLOCK;
        } else {
            // hard links of some writers carry the size of their target, but no content
            size = 0;
        }
        String target = pax.getOrDefault("linkpath", text(header, 157, 100));
        return new TarMember(name, kind, (int) number(header, 100, 8), size, target);
    }

    private static String name(byte[] header) throws HostileArchive {
        String name = text(header, 0, 100);
        boolean ustar = header[257] == 'u' && header[258] == 's' && header[262] == 0;
        String prefix = ustar ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private byte[] extension(long size, int most) throws IOException {
        if (size > most) {
            throw new HostileArchive("a tar extension of " + size + " bytes");
        }
        byte[] content = source.readNBytes((int) size);
        source.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        if (content.length < size) {
            throw new HostileArchive("the tar archive ends inside an extension");
        }
        return content;
    }

    private String longName(long size) throws IOException {
        byte[] name = extension(size, LONG_NAME_MAX);
        return text(name, 0, name.length);
    }

    /** Records of {@code LENGTH KEY=VALUE\n}, LENGTH counting all of it. */
    private static void readPax(byte[] content, Map<String, String> pax) throws HostileArchive {
        int at = 0;
        while (at < content.length) {
            int space = at;
            while (space < content.length && content[space] != ' ') {
                space++;
            }
            long length = decimal(new String(content, at, space - at, StandardCharsets.US_ASCII));
            if (length < space - at + 3 || length > content.length - at || content[at + (int) length - 1] != '\n') {
                throw new HostileArchive("a broken pax record");
            }
            int end = at + (int) length - 1;
            int equals = space + 1;
            while (equals < end && content[equals] != '=') {
                equals++;
            }
            String key = new String(content, space + 1, equals - space - 1, StandardCharsets.UTF_8);
            if (key.startsWith("GNU.sparse.")) {
                throw new HostileArchive("sparse files are not read");
            }
            if (key.equals("path") || key.equals("linkpath") || key.equals("size")) {
                if (equals == end) {
                    throw new HostileArchive("an empty pax " + key);
                }
                pax.put(key, utf8(content, equals + 1, end - equals - 1));
            }
            at += (int) length;
        }
    }

    private void skipContent() throws IOException {
        long skip = left + padding;
        left = 0;
        padding = 0;
        try {
            source.skipNBytes(skip);
        } catch (EOFException e) {
            throw new HostileArchive("the tar archive ends inside a file", e);
        }
    }

    private static void verify(byte[] header) throws HostileArchive {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        if (sum != number(header, 148, 8)) {
            throw new HostileArchive("a tar header with a wrong checksum");
        }
    }

    /** Octal digits, or with the highest bit set a big-endian number (GNU), which must be at most 2^62. */
    private static long number(byte[] header, int at, int length) throws HostileArchive {
        if ((header[at] & 0x80) != 0) {
            if (header[at] != (byte) 0x80) {
                throw new HostileArchive("a negative number in a tar header");
            }
            long value = 0;
            for (int i = at + 1; i < at + length; i++) {
                if (value > Long.MAX_VALUE >> 9) {
                    throw new HostileArchive("a number too large in a tar header");
                }
                value = (value << 8) | (header[i] & 0xff);
            }
            return value;
        }
        String digits = new String(header, at, length, StandardCharsets.US_ASCII)
                .replace('\0', ' ')
                .strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new HostileArchive("not a number in a tar header", e);
        }
    }

    private static long decimal(String digits) throws HostileArchive {
        if (!digits.matches("\\d{1,18}")) {
            throw new HostileArchive("not a number in a pax record");
        }
        return Long.parseLong(digits);
    }

    private static String text(byte[] bytes, int at, int length) throws HostileArchive {
        int end = at;
        while (end < at + length && bytes[end] != 0) {
            end++;
        }
        return utf8(bytes, at, end - at);
    }

    private static String utf8(byte[] bytes, int at, int length) throws HostileArchive {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, at, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new HostileArchive("a name that is not UTF-8", e);
        }
    }

    private static boolean isZero(byte[] block) {
        return Arrays.equals(block, new byte[BLOCK]);
    }
}
