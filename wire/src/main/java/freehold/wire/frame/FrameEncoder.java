package freehold.wire.frame;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.cell.FilterClass;
import freehold.wire.link.Stream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Appends frames to a buffer that grows. Not for several threads. */
public final class FrameEncoder {
    private static final byte NETWORK_NONE = 0;

    private ByteBuffer buffer = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);

    /**
     * Appends one frame.
     *
     * @throws IllegalArgumentException if it is larger than a frame can be, or a text has a NUL; nothing is appended then
     */
    public FrameEncoder append(Frame frame) {
        int start = buffer.position();
        try {
            room(Frame.HEADER_BYTES).putInt(0).put(FrameType.of(frame));
            switch (frame) {
                case Order order -> payload(order);
                case Answer answer -> payload(answer);
            }
            int length = buffer.position() - start - Frame.HEADER_BYTES;
            if (length > Frame.PAYLOAD_MAX) {
                throw new IllegalArgumentException("a frame has at most " + Frame.PAYLOAD_MAX + " bytes: " + length);
            }
            buffer.putInt(start, length);
            return this;
        } catch (RuntimeException failure) {
            buffer.position(start);
            throw failure;
        }
    }

    /** All that was appended since the last call, to be written before anything else is appended. */
    public ByteBuffer take() {
        ByteBuffer all = buffer.duplicate().flip();
        buffer.clear();
        return all;
    }

    private void payload(Order order) {
        switch (order) {
            case Order.Prepare prepare -> {
                room(2).putShort((short) Frame.VERSION);
                text(prepare.root());
                room(43).put(number(prepare.filter()))
                        .put(NETWORK_NONE)
                        .putLong(prepare.memoryBytes())
                        .putInt(prepare.processes())
                        .putLong(prepare.diskBytes())
                        .putInt(prepare.diskInodes())
                        .putInt(prepare.openFiles())
                        .putLong(prepare.fileBytes())
                        .put(flag(prepare.repeatable()));
            }
            case Order.Put put -> {
                text(put.path());
                room(12).putInt(put.mode().bits()).putLong(put.sizeBytes());
            }
            case Order.Data data -> chunk(data.bytes());
            case Order.Warm warm -> {
                texts(warm.argv());
                texts(warm.env());
            }
            case Order.Exec exec -> {
                texts(exec.argv());
                texts(exec.env());
                text(exec.cwd());
                Order.Resize size = exec.terminal().orElse(new Order.Resize(0, 0));
                room(30).putLong(exec.cpuMicros())
                        .putLong(exec.wallMicros())
                        .putLong(exec.outputBytes())
                        .put(number(exec.feed()))
                        .put(flag(exec.terminal().isPresent()))
                        .putShort(u16(size.rows()))
                        .putShort(u16(size.columns()));
            }
            case Order.Input input -> chunk(input.bytes());
            case Order.InputEnd _, Order.Kill _ -> {}
            case Order.Signal signal -> room(4).putInt(signal.number());
            case Order.Resize size -> room(4).putShort(u16(size.rows())).putShort(u16(size.columns()));
            case Order.Weigh weigh -> room(2).putShort(u16(weigh.weight()));
            case Order.ListFiles list -> room(4).putInt(list.entriesMax());
            case Order.Fetch fetch -> {
                text(fetch.path());
                room(8).putLong(fetch.bytesMax());
            }
        }
    }

    private void payload(Answer answer) {
        switch (answer) {
            case Answer.Ready ready -> room(8).putLong(ready.prepareMicros());
            case Answer.Warmed warmed -> room(8).putLong(warmed.cpuMicros());
            case Answer.Taken taken -> room(8).putLong(taken.bytes());
            case Answer.Started _ -> {}
            case Answer.Output output -> {
                room(1).put(number(output.stream()));
                chunk(output.bytes());
            }
            case Answer.Exit exit -> report(exit.report());
            case Answer.Entry entry -> {
                counted(entry.path());
                room(12).putLong(entry.sizeBytes()).putInt(entry.mode());
            }
            case Answer.File file -> room(8).putLong(file.sizeBytes());
            case Answer.Data data -> chunk(data.bytes());
            case Answer.End end -> room(1).put(flag(end.truncated()));
            case Answer.Refused refused -> room(4).putInt(refused.errno());
            case Answer.Fault fault -> {
                text(fault.step());
                room(4).putInt(fault.errno());
                text(fault.text());
            }
        }
    }

    private void report(CellReport report) {
        room(FrameDecoder.REPORT_BYTES)
                .put(number(report.cause()))
                .putInt(report.exitCode())
                .putInt(report.signal())
                .putLong(micros(report.cpu()))
                .putLong(micros(report.wall()))
                .putLong(report.memoryPeak().count())
                .putInt(report.processesPeak())
                .putInt(report.processesRefused())
                .putInt(report.oomKills())
                .putLong(report.diskPeak().count())
                .putLong(report.stdout().count())
                .putLong(report.stderr().count())
                .putLong(report.causeValue())
                .putLong(micros(report.late()))
                .putLong(micros(report.death()))
                .putInt(report.deniedSyscall())
                .putInt(report.deniedArch())
                .put(flag(report.diskFull()));
    }

    private void texts(List<String> texts) {
        room(4).putInt(texts.size());
        texts.forEach(this::text);
    }

    private void text(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a text has no NUL");
        }
        counted(StandardCharsets.UTF_8.encode(text));
    }

    private void counted(ByteBuffer bytes) {
        room(4 + bytes.remaining()).putInt(bytes.remaining()).put(bytes.duplicate());
    }

    private void chunk(ByteBuffer bytes) {
        if (bytes.remaining() > Frame.CHUNK_MAX) {
            throw new IllegalArgumentException("at most " + Frame.CHUNK_MAX + " bytes: " + bytes.remaining());
        }
        room(bytes.remaining()).put(bytes.duplicate());
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int capacity = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
            buffer =
                    ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(buffer.flip());
        }
        return buffer;
    }

    private static byte flag(boolean set) {
        return (byte) (set ? 1 : 0);
    }

    private static short u16(int value) {
        if (value < 0 || value > 0xFFFF) {
            throw new IllegalArgumentException("not a 16-bit number: " + value);
        }
        return (short) value;
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    static byte number(FilterClass filter) {
        return switch (filter) {
            case COMPILED -> 1;
            case INTERPRETED -> 2;
            case MANAGED -> 3;
        };
    }

    static byte number(Order.Feed feed) {
        return switch (feed) {
            case EMPTY -> 0;
            case FOLLOWS -> 1;
            case FOLLOWS_COUNTED -> 2;
        };
    }

    static byte number(Stream stream) {
        return switch (stream) {
            case STDOUT -> 1;
            case STDERR -> 2;
        };
    }

    static byte number(Cause cause) {
        return switch (cause) {
            case ITSELF -> 0;
            case CPU -> 1;
            case WALL -> 2;
            case STDOUT -> 3;
            case STDERR -> 4;
            case MEMORY -> 5;
            case FORBIDDEN -> 6;
            case KILLED -> 7;
            case NO_EXEC -> 8;
        };
    }
}
