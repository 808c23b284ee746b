package freehold.worker.linux;

import freehold.cell.CellReport;
import freehold.cell.Limits;
import freehold.cell.Program;
import freehold.cell.TerminalSize;
import freehold.cell.Variation;
import freehold.dispatch.ProcessorWeight;
import freehold.execution.Dialogue;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import freehold.wire.frame.Answer;
import freehold.wire.frame.Frame;
import freehold.wire.frame.Order;
import freehold.worker.cell.Cell;
import freehold.worker.cell.CellEvents;
import freehold.worker.cell.CellFiles;
import freehold.worker.cell.CellShape;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** One connection to the cell daemon, and the cell at its other end. */
final class LinuxCell implements Cell {
    private static final int EXECUTABLE_BITS = 0111;

    /** Input up to this is sent before output is read: the daemon takes twice as much without the program reading any. */
    private static final int INPUT_AT_ONCE_MAX = 256 * 1024;

    /** The daemon itself waits no longer for a bootstrap. */
    private static final Duration WARMING_MAX = Duration.ofSeconds(30);

    private enum Stage {
        WAITING,
        RUNNING,
        ENDED,
        CLOSED
    }

    private final Connection connection;
    private final Watchdog watchdog;
    private volatile boolean warm;
    private volatile ProcessorWeight weight = ProcessorWeight.USUAL;
    private volatile ProcessorWeight told = ProcessorWeight.USUAL;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);

    LinuxCell(SocketChannel channel, Watchdog watchdog) {
        this.connection = new Connection(channel, watchdog.patience());
        this.watchdog = watchdog;
        watchdog.add(this);
    }

    void connect(SocketAddress address) throws IOException {
        connection.connect(address);
    }

    void prepare(CellShape shape) {
        connection.send(new Order.Prepare(
                shape.root(),
                shape.filter(),
                shape.memory().count(),
                shape.processes(),
                shape.disk().count(),
                shape.inodes(),
                shape.openFiles(),
                shape.disk().count(),
                shape.variation() == Variation.FIXED));
        Answer answer = connection.next();
        if (!(answer instanceof Answer.Ready)) {
            throw Connection.unexpected(answer);
        }
        if (shape.bootstrap().isPresent()) {
            warm(shape.bootstrap().get());
        }
    }

    private void warm(Program bootstrap) {
        told = ProcessorWeight.AHEAD;
        connection.send(new Order.Weigh(told.value()), new Order.Warm(bootstrap.argv(), variables(bootstrap)));
        Answer answer = connection.next(WARMING_MAX);
        if (!(answer instanceof Answer.Warmed)) {
            throw Connection.unexpected(answer);
        }
        warm = true;
    }

    @Override
    public boolean isWarm() {
        return warm;
    }

    @Override
    public boolean isWaiting() {
        return stage.get() == Stage.WAITING && connection.isQuiet();
    }

    @Override
    public void put(WorkPath path, boolean executable, long sizeBytes, InputStream bytes) throws IOException {
        connection.gather(
                new Order.Put(path.value(), executable, sizeBytes), path.value().length());
        byte[] chunk = new byte[(int) Math.min(sizeBytes, Frame.CHUNK_MAX)];
        for (long left = sizeBytes; left > 0; ) {
            int count = bytes.readNBytes(chunk, 0, (int) Math.min(left, chunk.length));
            if (count == 0) {
                throw new EOFException(path + " ended " + left + " bytes too early");
            }
            connection.gather(new Order.Data(ByteBuffer.wrap(chunk, 0, count)), count);
            left -= count;
        }
        if (bytes.read() >= 0) {
            throw new IOException(path + " has more than the announced " + sizeBytes + " bytes");
        }
    }

    @Override
    public void putOwn(WorkPath path, byte[] bytes) {
        connection.gather(
                new Order.Put(path.value(), Order.Mode.OWN, bytes.length),
                path.value().length());
        for (int at = 0; at < bytes.length; at += Frame.CHUNK_MAX) {
            int count = Math.min(Frame.CHUNK_MAX, bytes.length - at);
            connection.gather(new Order.Data(ByteBuffer.wrap(bytes, at, count)), count);
        }
    }

    @Override
    public CellReport run(Program program, Limits limits, byte[] stdin, CellEvents events) {
        List<Order> orders = new ArrayList<>();
        Order.Feed feed = stdin.length > 0 ? Order.Feed.FOLLOWS : Order.Feed.EMPTY;
        weighing().ifPresent(orders::add);
        orders.add(exec(program, limits, feed, Optional.empty()));
        boolean atOnce = stdin.length <= INPUT_AT_ONCE_MAX;
        if (atOnce && stdin.length > 0) {
            orders.addAll(InputFeed.orders(stdin));
        }
        connection.send(orders.toArray(Order[]::new));
        begun();
        if (atOnce) {
            return follow(limits, events);
        }
        try (InputFeed _ = InputFeed.start(connection, stdin)) {
            return follow(limits, events);
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    @Override
    public CellReport converse(Program program, Limits limits, Dialogue dialogue, CellEvents events) {
        List<Order> orders = new ArrayList<>();
        weighing().ifPresent(orders::add);
        orders.add(exec(program, limits, Order.Feed.FOLLOWS_COUNTED, dialogue.terminal()));
        connection.send(orders.toArray(Order[]::new));
        begun();
        try {
            return follow(limits, events);
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    @Override
    public void input(byte[] bytes) {
        beside(new Order.Input(ByteBuffer.wrap(bytes)));
    }

    @Override
    public void endInput() {
        beside(new Order.InputEnd());
    }

    @Override
    public void resize(TerminalSize size) {
        beside(new Order.Resize(size.rows(), size.columns()));
    }

    private void beside(Order order) {
        if (stage.get() != Stage.RUNNING) {
            return;
        }
        try {
            connection.sendBeside(order);
        } catch (IOException gone) {
            // the thread that reads meets the same, and tells it
        }
    }

    /** Reads what the daemon tells until the end of the program. */
    private CellReport follow(Limits limits, CellEvents events) {
        OutputGather output = new OutputGather(events);
        long began = System.nanoTime();
        while (true) {
            Duration left = limits.wall().minusNanos(System.nanoTime() - began);
            Answer answer = connection.next(left.isPositive() ? left : Duration.ZERO);
            switch (answer) {
                case Answer.Started _ -> events.started();
                case Answer.Taken(long bytes) -> {
                    output.flush(); // it was held back for what comes next, and that is this
                    events.taken(bytes);
                }
                case Answer.Output written -> output.add(written, connection.hasNext());
                case Answer.Exit(CellReport report) -> {
                    output.flush();
                    stage.compareAndSet(Stage.RUNNING, Stage.ENDED);
                    return report;
                }
                case Answer _ -> throw Connection.unexpected(answer);
            }
        }
    }

    @Override
    public void kill() {
        switch (stage.get()) {
            case RUNNING -> {
                if (!connection.sendSoon(new Order.Kill())) {
                    // the program does not read its input, and an order cannot overtake what is half sent
                    close();
                }
            }
            case WAITING -> close();
            case ENDED, CLOSED -> {}
        }
    }

    @Override
    public void signal(int number) {
        if (stage.get() == Stage.RUNNING) {
            connection.sendSoon(new Order.Signal(number));
        }
    }

    @Override
    public void weigh(ProcessorWeight now) {
        weight = now;
        weighNow();
    }

    /** What the daemon was not told yet. */
    private Optional<Order> weighing() {
        ProcessorWeight now = weight;
        if (now.equals(told)) {
            return Optional.empty();
        }
        told = now;
        return Optional.of(new Order.Weigh(now.value()));
    }

    private void begun() {
        stage.compareAndSet(Stage.WAITING, Stage.RUNNING);
        weighNow(); // it may have been changed since EXEC was put together
    }

    private void weighNow() {
        if (stage.get() == Stage.RUNNING) {
            ProcessorWeight before = told;
            weighing().filter(order -> !connection.sendIfFree(order)).ifPresent(_ -> told = before);
        }
    }

    @Override
    public CellFiles list(int most) {
        connection.send(new Order.ListFiles(most));
        List<CellFiles.Found> files = new ArrayList<>();
        while (true) {
            Answer answer = connection.next();
            switch (answer) {
                case Answer.Entry entry ->
                    path(entry.path())
                            .map(path ->
                                    new CellFiles.Found(path, entry.sizeBytes(), (entry.mode() & EXECUTABLE_BITS) != 0))
                            .ifPresent(files::add);
                case Answer.End(boolean truncated) -> {
                    return new CellFiles(files, truncated);
                }
                case Answer _ -> throw Connection.unexpected(answer);
            }
        }
    }

    @Override
    public Optional<InputStream> fetch(WorkPath path, Bytes most) {
        connection.send(new Order.Fetch(path.value(), most.count()));
        Answer answer = connection.next();
        return switch (answer) {
            case Answer.File(long sizeBytes) -> Optional.of(new FetchedFile(connection, sizeBytes));
            case Answer.Refused _ -> Optional.empty();
            case Answer _ -> throw Connection.unexpected(answer);
        };
    }

    @Override
    public void close() {
        stage.set(Stage.CLOSED);
        watchdog.remove(this);
        connection.close();
    }

    void endIfOverdue(long now) {
        connection.closeIfOverdue(now);
    }

    private static Order.Exec exec(Program program, Limits limits, Order.Feed feed, Optional<TerminalSize> terminal) {
        return new Order.Exec(
                program.argv(),
                variables(program),
                "",
                limits.cpu().toNanos() / 1_000,
                limits.wall().toNanos() / 1_000,
                limits.output().count(),
                feed,
                terminal.map(size -> new Order.Resize(size.rows(), size.columns())));
    }

    private static List<String> variables(Program program) {
        return program.env().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .sorted()
                .toList();
    }

    /** The program chose the name, so it may be anything. */
    private static Optional<WorkPath> path(ByteBuffer name) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(name).toString();
            return WorkPath.fault(text).isEmpty() ? Optional.of(new WorkPath(text)) : Optional.empty();
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }
}
