package freehold.proof.escape;

import freehold.cell.CellReport;
import freehold.cell.FilterClass;
import freehold.wire.frame.Answer;
import freehold.wire.frame.Frame;
import freehold.wire.frame.FrameEncoder;
import freehold.wire.frame.FrameReader;
import freehold.wire.frame.Order;
import freehold.wire.link.Stream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One cell's life, seen over one connection to the daemon. A frame that should not have come fails the test. */
final class Visit implements AutoCloseable {
    private static final int SAID_BYTES_MAX = 1 << 20; // a control without limit on output says more than anybody reads

    private final SocketChannel channel;
    private final FrameReader<Answer> answers;
    private final FrameEncoder orders = new FrameEncoder();
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();

    private Visit(SocketChannel channel) {
        this.channel = channel;
        this.answers = FrameReader.answers(channel);
    }

    /** Has a cell made; returns when it stands just before exec. */
    static Visit prepare(Path socket, String root, FilterClass filter, Allowance allowance) throws IOException {
        Visit visit = new Visit(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        visit.say(new Order.Prepare(
                root,
                filter,
                allowance.of("memory"),
                allowance.count("processes"),
                allowance.of("disk"),
                allowance.count("inodes"),
                allowance.count("files"),
                allowance.of("file")));
        visit.hear(Answer.Ready.class);
        return visit;
    }

    void put(String path, boolean executable, byte[] bytes) throws IOException {
        say(new Order.Put(path, executable, bytes.length));
        for (int at = 0; at < bytes.length; at += Frame.CHUNK_MAX) {
            say(new Order.Data(ByteBuffer.wrap(bytes, at, Math.min(Frame.CHUNK_MAX, bytes.length - at))));
        }
    }

    void start(List<String> argv, Allowance allowance, boolean inputFollows, Optional<Order.Resize> terminal)
            throws IOException {
        say(new Order.Exec(
                argv,
                List.of("PROOF=escape"),
                "",
                allowance.of("cpu"),
                allowance.of("wall"),
                allowance.of("output"),
                inputFollows ? Order.Feed.FOLLOWS : Order.Feed.EMPTY,
                terminal));
    }

    /** Waits until the program has written this line; false when it ended before. */
    Optional<CellReport> awaitLine(String line) throws IOException {
        while (!said().contains(line + "\n")) {
            if (take(answers.next()) instanceof Answer.Exit(CellReport report)) {
                return Optional.of(report);
            }
        }
        return Optional.empty();
    }

    void endInput() throws IOException {
        say(new Order.InputEnd());
    }

    CellReport awaitExit() throws IOException {
        while (true) {
            if (take(answers.next()) instanceof Answer.Exit(CellReport report)) {
                return report;
            }
        }
    }

    /** What it has written to stdout so far; bytes that are no text are replaced. */
    String said() {
        return stdout.toString(StandardCharsets.UTF_8);
    }

    /**
     * What is in the work directory after the end.
     *
     * @param paths of regular files; bytes that are no text are replaced
     */
    record Listing(List<String> paths, boolean truncated) {}

    Listing list(int entriesMax) throws IOException {
        List<String> paths = new ArrayList<>();
        say(new Order.ListFiles(entriesMax));
        while (true) {
            switch (take(answers.next())) {
                case Answer.Entry entry ->
                    paths.add(StandardCharsets.UTF_8.decode(entry.path()).toString());
                case Answer.End(boolean truncated) -> {
                    return new Listing(paths, truncated);
                }
                case Answer other -> throw new IllegalStateException("in a list: " + other);
            }
        }
    }

    /** The bytes of one file, at most a mebibyte; empty when the daemon refuses it. */
    Optional<byte[]> fetch(String path) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        say(new Order.Fetch(path, 1 << 20));
        while (true) {
            switch (take(answers.next())) {
                case Answer.Refused _ -> {
                    return Optional.empty();
                }
                case Answer.File _ -> {}
                case Answer.Data(ByteBuffer part) -> append(bytes, part);
                case Answer.End _ -> {
                    return Optional.of(bytes.toByteArray());
                }
                case Answer other -> throw new IllegalStateException("in a file: " + other);
            }
        }
    }

    /** Whether the daemon refuses a path, be it as a file that is not there or by ending the conversation. */
    boolean refusesToFetch(String path) throws IOException {
        say(new Order.Fetch(path, 1 << 20));
        Answer answer = answers.next();
        return answer instanceof Answer.Refused || answer instanceof Answer.Fault;
    }

    private Answer take(Answer answer) {
        return switch (answer) {
            case Answer.Output(Stream stream, ByteBuffer bytes) -> {
                if (stream == Stream.STDOUT && stdout.size() < SAID_BYTES_MAX) {
                    append(stdout, bytes);
                }
                yield answer;
            }
            case Answer.Fault(String step, int errno, String text) ->
                throw new IllegalStateException("the daemon failed at " + step + ", errno " + errno + ": " + text);
            case Answer other -> other;
        };
    }

    private static void append(ByteArrayOutputStream to, ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        to.writeBytes(copy);
    }

    private void say(Order order) throws IOException {
        ByteBuffer bytes = orders.append(order).take();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void hear(Class<? extends Answer> expected) throws IOException {
        Answer answer = take(answers.next());
        if (!expected.isInstance(answer)) {
            throw new IllegalStateException("not " + expected.getSimpleName() + ": " + answer);
        }
    }

    /** The cell and all in it die. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
