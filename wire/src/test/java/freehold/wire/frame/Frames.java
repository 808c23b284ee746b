package freehold.wire.frame;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.cell.FilterClass;
import freehold.quantity.Bytes;
import freehold.wire.link.Stream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** All frames there can be, and one of each for the golden file. */
final class Frames {
    private static final CellReport REPORT = new CellReport(
            Cause.FORBIDDEN,
            0,
            9,
            Duration.of(9_113, ChronoUnit.MICROS),
            Duration.of(10_402, ChronoUnit.MICROS),
            new Bytes(9_437_184),
            1,
            2,
            3,
            new Bytes(4_096),
            new Bytes(6),
            new Bytes(7),
            8,
            Duration.of(250, ChronoUnit.MICROS),
            Duration.of(1_500, ChronoUnit.MICROS),
            165,
            0xC000003E,
            true);

    static final List<Frame> ONE_OF_EACH = List.of(
            new Order.Prepare("python-3.11", FilterClass.INTERPRETED, 1 << 28, 64, 1 << 26, 17_408, 256, 1 << 26, true),
            new Order.Put("src/main.py", Order.Mode.OWN, 5),
            new Order.Data(bytes("hello")),
            new Order.Exec(
                    List.of("/usr/bin/python3", "main.py"),
                    List.of("LANG=C.UTF-8"),
                    "",
                    5_000_000,
                    15_000_000,
                    1 << 20,
                    Order.Feed.FOLLOWS,
                    Optional.empty()),
            new Order.Exec(
                    List.of("sh"), List.of(), "src", 1, 2, 3, Order.Feed.EMPTY, Optional.of(new Order.Resize(24, 80))),
            new Order.Input(bytes("ä")),
            new Order.InputEnd(),
            new Order.Signal(15),
            new Order.Resize(50, 132),
            new Order.Weigh(10_000),
            new Order.Kill(),
            new Order.ListFiles(1_000),
            new Order.Fetch("out/plot.png", 1 << 20),
            new Answer.Ready(412),
            new Answer.Started(),
            new Answer.Output(Stream.STDERR, bytes("oops")),
            new Answer.Exit(REPORT),
            new Answer.Entry(bytes("out/plot.png"), 5_120, 0644),
            new Answer.File(5_120),
            new Answer.Data(bytes("PNG")),
            new Answer.End(true),
            new Answer.Refused(2),
            new Answer.Fault("EXEC", 7, "the list is too long"),
            new Order.Warm(List.of("/usr/bin/python3", "main.py"), List.of("PYTHONPATH=/usr/lib/freehold")),
            new Answer.Warmed(14_000),
            new Order.Exec(
                    List.of("sh"),
                    List.of(),
                    "",
                    1,
                    2,
                    3,
                    Order.Feed.FOLLOWS_COUNTED,
                    Optional.of(new Order.Resize(24, 80))),
            new Answer.Taken(65_536));

    private Frames() {}

    static Arbitrary<Frame> any() {
        Arbitrary<String> text =
                Arbitraries.strings().excludeChars('\0').ofMaxLength(40).filter(Frames::isUnicode);
        Arbitrary<List<String>> texts = text.list().ofMaxSize(5);
        Arbitrary<Integer> count = Arbitraries.integers().greaterOrEqual(0);
        Arbitrary<Long> size = Arbitraries.longs().greaterOrEqual(0);
        Arbitrary<Integer> small = Arbitraries.integers().between(0, 0xFFFF);
        Arbitrary<Boolean> flag = Arbitraries.of(true, false);
        Arbitrary<ByteBuffer> chunk =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(ByteBuffer::wrap);
        Arbitrary<Order.Resize> resize = Combinators.combine(small, small).as(Order.Resize::new);
        return Arbitraries.oneOf(List.of(
                Combinators.combine(text, Arbitraries.of(FilterClass.class), size, count, size, count, count, size)
                        .as(Order.Prepare::new),
                Combinators.combine(text, flag, size).as(Order.Put::new),
                chunk.map(Order.Data::new),
                Combinators.combine(
                                texts,
                                texts,
                                text,
                                size,
                                size,
                                size,
                                Arbitraries.of(Order.Feed.class),
                                resize.optional())
                        .as(Order.Exec::new),
                chunk.map(Order.Input::new),
                Arbitraries.of(new Order.InputEnd(), new Order.Kill()),
                count.map(Order.Signal::new),
                resize,
                small.map(Order.Weigh::new),
                count.map(Order.ListFiles::new),
                Combinators.combine(text, size).as(Order.Fetch::new),
                Combinators.combine(texts, texts).as(Order.Warm::new),
                size.map(Answer.Warmed::new),
                size.map(Answer.Taken::new),
                size.map(Answer.Ready::new),
                Arbitraries.of(new Answer.Started(), new Answer.End(true), new Answer.End(false)),
                Combinators.combine(Arbitraries.of(Stream.class), chunk).as(Answer.Output::new),
                report().map(Answer.Exit::new),
                Combinators.combine(chunk, size, count).as(Answer.Entry::new),
                size.map(Answer.File::new),
                chunk.map(Answer.Data::new),
                count.map(Answer.Refused::new),
                Combinators.combine(text, count, text).as(Answer.Fault::new)));
    }

    private static Arbitrary<CellReport> report() {
        Arbitrary<Duration> time = Arbitraries.longs()
                .between(0, Long.MAX_VALUE / 1_000)
                .map(micros -> Duration.of(micros, ChronoUnit.MICROS));
        Arbitrary<Bytes> size = Arbitraries.longs().greaterOrEqual(0).map(Bytes::new);
        Arbitrary<Integer> count = Arbitraries.integers().greaterOrEqual(0);
        return Combinators.combine(
                        Arbitraries.of(Cause.class),
                        Arbitraries.integers().between(0, 255),
                        Arbitraries.integers().between(0, 64),
                        time.list().ofSize(4),
                        size.list().ofSize(4),
                        count.list().ofSize(3),
                        Arbitraries.longs().greaterOrEqual(0),
                        Combinators.combine(Arbitraries.integers(), Arbitraries.integers(), Arbitraries.of(true, false))
                                .as(Denied::new))
                .as((cause, exit, signal, times, sizes, counts, value, denied) -> new CellReport(
                        cause,
                        exit,
                        signal,
                        times.get(0),
                        times.get(1),
                        sizes.get(0),
                        counts.get(0),
                        counts.get(1),
                        counts.get(2),
                        sizes.get(1),
                        sizes.get(2),
                        sizes.get(3),
                        value,
                        times.get(2),
                        times.get(3),
                        denied.syscall,
                        denied.arch,
                        denied.diskFull));
    }

    private record Denied(int syscall, int arch, boolean diskFull) {}

    private static boolean isUnicode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] encoded(Frame frame) {
        ByteBuffer all = new FrameEncoder().append(frame).take();
        byte[] bytes = new byte[all.remaining()];
        all.get(bytes);
        return bytes;
    }

    /** Decodes header and payload by hand, from the side that the other frame comes from. */
    static Frame decoded(byte[] bytes, Frame like) throws MalformedFrame {
        ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = all.getInt();
        byte type = all.get();
        ByteBuffer payload = all.slice(all.position(), length);
        return switch (like) {
            case Order _ -> FrameDecoder.order(type, payload);
            case Answer _ -> FrameDecoder.answer(type, payload);
        };
    }
}
