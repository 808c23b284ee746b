package freehold.worker.rootfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a 64-bit little-endian ELF file (System V ABI, gABI 4.1) says of the files it needs when it is loaded.
 *
 * @param machine {@code e_machine}
 * @param interpreter path of the loader, for programs
 * @param needed names of shared libraries, DT_NEEDED
 * @param rpath DT_RPATH, empty where DT_RUNPATH overrides it; not expanded
 * @param runpath DT_RUNPATH, not expanded
 */
record ElfFile(
        int machine, Optional<String> interpreter, List<String> needed, List<String> rpath, List<String> runpath) {
    private static final int HEADER_BYTES = 64;
    private static final int SEGMENT_BYTES = 56;
    private static final int SEGMENTS_MAX = 128;
    private static final int TABLE_BYTES_MAX = 1 << 20;
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_INTERP = 3;
    private static final int DT_NULL = 0;
    private static final int DT_NEEDED = 1;
    private static final int DT_STRTAB = 5;
    private static final int DT_RPATH = 15;
    private static final int DT_RUNPATH = 29;

    private record Segment(int type, long offset, long address, long size) {}

    ElfFile {
        needed = List.copyOf(needed);
        rpath = List.copyOf(rpath);
        runpath = List.copyOf(runpath);
    }

    /** Reads the file; empty if it is not such an ELF file, or a damaged one. */
    static Optional<ElfFile> read(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer header = at(channel, 0, HEADER_BYTES);
            boolean isElf = header.remaining() == HEADER_BYTES
                    && header.order(ByteOrder.BIG_ENDIAN).getInt(0) == 0x7f454c46;
            if (!isElf || header.get(4) != 2 || header.get(5) != 1) {
                return Optional.empty();
            }
            header.order(ByteOrder.LITTLE_ENDIAN);
            int count = Short.toUnsignedInt(header.getShort(56));
            if (Short.toUnsignedInt(header.getShort(54)) != SEGMENT_BYTES || count > SEGMENTS_MAX) {
                return Optional.empty();
            }
            List<Segment> segments = segments(at(channel, header.getLong(32), count * SEGMENT_BYTES));
            return Optional.of(read(channel, Short.toUnsignedInt(header.getShort(18)), segments));
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static ElfFile read(FileChannel channel, int machine, List<Segment> segments) throws IOException {
        Optional<String> interpreter = Optional.empty();
        List<String> needed = new ArrayList<>();
        List<String> rpath = new ArrayList<>();
        List<String> runpath = new ArrayList<>();
        for (Segment each : segments) {
            if (each.type() == PT_INTERP) {
                interpreter = Optional.of(text(at(channel, each.offset(), bounded(each.size())), 0));
            }
            if (each.type() == PT_DYNAMIC) {
                ByteBuffer table = at(channel, each.offset(), bounded(each.size()));
                long strings = stringTable(table, segments);
                for (int i = 0; i + 16 <= table.limit() && table.getLong(i) != DT_NULL; i += 16) {
                    long value = table.getLong(i + 8);
                    switch ((int) table.getLong(i)) {
                        case DT_NEEDED -> needed.add(text(channel, strings + value));
                        case DT_RPATH ->
                            rpath.addAll(List.of(text(channel, strings + value).split(":")));
                        case DT_RUNPATH ->
                            runpath.addAll(
                                    List.of(text(channel, strings + value).split(":")));
                        default -> {}
                    }
                }
            }
        }
        return new ElfFile(machine, interpreter, needed, runpath.isEmpty() ? rpath : List.of(), runpath);
    }

    private static List<Segment> segments(ByteBuffer table) {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < table.limit(); i += SEGMENT_BYTES) {
            segments.add(
                    new Segment(table.getInt(i), table.getLong(i + 8), table.getLong(i + 16), table.getLong(i + 32)));
        }
        return segments;
    }

    private static long stringTable(ByteBuffer table, List<Segment> segments) {
        for (int i = 0; i + 16 <= table.limit() && table.getLong(i) != DT_NULL; i += 16) {
            if (table.getLong(i) == DT_STRTAB) {
                long address = table.getLong(i + 8);
                for (Segment each : segments) {
                    if (each.type() == PT_LOAD && address >= each.address() && address - each.address() < each.size()) {
                        return each.offset() + (address - each.address());
                    }
                }
            }
        }
        throw new IllegalArgumentException("no string table");
    }

    private static int bounded(long size) {
        if (size < 0 || size > TABLE_BYTES_MAX) {
            throw new IllegalArgumentException("a table of " + size + " bytes");
        }
        return (int) size;
    }

    private static String text(FileChannel channel, long offset) throws IOException {
        return text(at(channel, offset, 4096), 0);
    }

    private static String text(ByteBuffer bytes, int from) {
        int end = from;
        while (end < bytes.limit() && bytes.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - from];
        bytes.get(from, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static ByteBuffer at(FileChannel channel, long offset, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) > 0) {
            // a short read goes on where it stopped; the end of the file leaves the limit lower
        }
        return bytes.flip();
    }
}
