package freehold.wire.frame;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.cell.FilterClass;
import freehold.quantity.Bytes;
import freehold.wire.link.Stream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads the payload of a frame. Each method takes the payload as a buffer from which bytes may be sliced. */
public final class FrameDecoder {
    static final int REPORT_BYTES = 1 + 4 + 4 + 8 + 8 + 8 + 4 + 4 + 4 + 8 + 8 + 8 + 8 + 8 + 8 + 4 + 4 + 1;

    private FrameDecoder() {}

    /** What a worker sent; the daemon's view, and that of its stand-in in tests. */
    public static Order order(byte type, ByteBuffer payload) throws MalformedFrame {
        Payload from = new Payload(payload);
        Order order = switch (type) {
            case FrameType.PREPARE -> prepare(from);
            case FrameType.PUT -> new Order.Put(from.text(), mode(from.u32()), from.u64());
            case FrameType.DATA -> new Order.Data(from.chunk());
            case FrameType.WARM -> new Order.Warm(from.texts(), from.texts());
            case FrameType.EXEC -> exec(from);
            case FrameType.INPUT -> new Order.Input(from.chunk());
            case FrameType.INPUT_END -> new Order.InputEnd();
            case FrameType.SIGNAL -> new Order.Signal(from.u32());
            case FrameType.RESIZE -> new Order.Resize(from.u16(), from.u16());
            case FrameType.KILL -> new Order.Kill();
            case FrameType.WEIGH -> new Order.Weigh(from.u16());
            case FrameType.LIST -> new Order.ListFiles(from.u32());
            case FrameType.FETCH -> new Order.Fetch(from.text(), from.u64());
            default -> throw new MalformedFrame("not a frame of a worker: type " + type);
        };
        from.end();
        return order;
    }

    /** What the cell daemon sent. */
    public static Answer answer(byte type, ByteBuffer payload) throws MalformedFrame {
        Payload from = new Payload(payload);
        Answer answer = switch (type) {
            case FrameType.READY -> new Answer.Ready(from.u64());
            case FrameType.WARMED -> new Answer.Warmed(from.u64());
            case FrameType.TAKEN -> new Answer.Taken(from.u64());
            case FrameType.STARTED -> new Answer.Started();
            case FrameType.OUTPUT -> new Answer.Output(stream(from.u8()), from.chunk());
            case FrameType.EXIT -> new Answer.Exit(report(from));
            case FrameType.ENTRY -> new Answer.Entry(from.counted(), from.u64(), from.u32());
            case FrameType.FILE -> new Answer.File(from.u64());
            case FrameType.DATA -> new Answer.Data(from.chunk());
            case FrameType.END -> new Answer.End(from.flag());
            case FrameType.REFUSED -> new Answer.Refused(from.u32());
            case FrameType.FAULT -> new Answer.Fault(from.text(), from.u32(), from.text());
            default -> throw new MalformedFrame("not a frame of the cell daemon: type " + type);
        };
        from.end();
        return answer;
    }

    private static Order.Prepare prepare(Payload from) throws MalformedFrame {
        int version = from.u16();
        if (version != Frame.VERSION) {
            throw new MalformedFrame("version " + version + " is not spoken here");
        }
        String root = from.text();
        FilterClass filter = filter(from.u8());
        int network = from.u8();
        if (network != 0) {
            throw new MalformedFrame("network " + network + " is not offered");
        }
        return new Order.Prepare(
                root, filter, from.u64(), from.u32(), from.u64(), from.u32(), from.u32(), from.u64(), from.flag());
    }

    private static Order.Exec exec(Payload from) throws MalformedFrame {
        var argv = from.texts();
        var env = from.texts();
        String cwd = from.text();
        long cpu = from.u64();
        long wall = from.u64();
        long output = from.u64();
        Order.Feed input = feed(from.u8());
        boolean terminal = from.flag();
        Order.Resize size = new Order.Resize(from.u16(), from.u16());
        return new Order.Exec(
                argv, env, cwd, cpu, wall, output, input, terminal ? Optional.of(size) : Optional.empty());
    }

    private static CellReport report(Payload from) throws MalformedFrame {
        return new CellReport(
                cause(from.u8()),
                within(from.u32(), 255, "exit code"),
                within(from.u32(), 64, "signal"),
                from.micros(),
                from.micros(),
                new Bytes(from.u64()),
                from.u32(),
                from.u32(),
                from.u32(),
                new Bytes(from.u64()),
                new Bytes(from.u64()),
                new Bytes(from.u64()),
                from.u64(),
                from.micros(),
                from.micros(),
                from.bits(),
                from.bits(),
                from.flag());
    }

    private static int within(int value, int most, String what) throws MalformedFrame {
        if (value > most) {
            throw new MalformedFrame(what + " " + value);
        }
        return value;
    }

    private static Order.Mode mode(int bits) throws MalformedFrame {
        for (Order.Mode each : Order.Mode.values()) {
            if (each.bits() == bits) {
                return each;
            }
        }
        throw new MalformedFrame("no such mode: " + Integer.toOctalString(bits));
    }

    private static FilterClass filter(int number) throws MalformedFrame {
        for (FilterClass filter : FilterClass.values()) {
            if (FrameEncoder.number(filter) == number) {
                return filter;
            }
        }
        throw new MalformedFrame("class " + number);
    }

    private static Order.Feed feed(int number) throws MalformedFrame {
        for (Order.Feed feed : Order.Feed.values()) {
            if (FrameEncoder.number(feed) == number) {
                return feed;
            }
        }
        throw new MalformedFrame("input " + number);
    }

    private static Stream stream(int number) throws MalformedFrame {
        for (Stream stream : Stream.values()) {
            if (FrameEncoder.number(stream) == number) {
                return stream;
            }
        }
        throw new MalformedFrame("stream " + number);
    }

    private static Cause cause(int number) throws MalformedFrame {
        for (Cause cause : Cause.values()) {
            if (FrameEncoder.number(cause) == number) {
                return cause;
            }
        }
        throw new MalformedFrame("cause " + number);
    }
}
