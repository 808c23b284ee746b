package freehold.worker.cell;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.cell.Limits;
import freehold.cell.Program;
import freehold.cell.TerminalSize;
import freehold.dispatch.ProcessorWeight;
import freehold.execution.Dialogue;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import freehold.wire.link.Stream;
import freehold.worker.cell.FakeProgram.FakeFile;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One cell in memory. Texts of files are bytes, one a character. */
public final class FakeCell implements Cell {
    private final Map<String, FakeProgram> programs;
    private final CellShape shape;
    private final Map<String, FakeFile> files = new TreeMap<>();
    private final CompletableFuture<Ended> end = new CompletableFuture<>();
    private final BlockingQueue<byte[]> said = new LinkedBlockingQueue<>();
    private final Object giving = new Object();
    private long given; // guarded by giving
    private volatile Optional<TerminalSize> terminal = Optional.empty();
    private volatile boolean used;
    private volatile boolean running;
    private volatile boolean closed;
    private volatile boolean dead;
    private volatile ProcessorWeight weight = ProcessorWeight.USUAL;

    FakeCell(Map<String, FakeProgram> programs, CellShape shape) {
        this.programs = programs;
        this.shape = shape;
    }

    @Override
    public boolean isWarm() {
        return shape.isWarm();
    }

    public CellShape shape() {
        return shape;
    }

    public boolean isClosed() {
        return closed;
    }

    public boolean isUsed() {
        return used;
    }

    /** What was put, and what the program made of it. */
    public Map<String, FakeFile> files() {
        return files;
    }

    /** How many bytes of input it was given while its program ran. */
    public long given() {
        synchronized (giving) {
            return given;
        }
    }

    /** Until it was given so many. */
    public void awaitGiven(long bytes) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        synchronized (giving) {
            while (given < bytes) {
                if (System.nanoTime() > until) {
                    throw new AssertionError("was given " + given + " of " + bytes + " bytes");
                }
                giving.wait(100);
            }
        }
    }

    @Override
    public void weigh(ProcessorWeight now) {
        weight = now;
    }

    /** What it was told last. */
    public ProcessorWeight weight() {
        return weight;
    }

    /** Its maker goes away. */
    public void die() {
        dead = true;
    }

    @Override
    public boolean isWaiting() {
        return !used && !closed && !dead;
    }

    @Override
    public void put(WorkPath path, boolean executable, long sizeBytes, InputStream bytes) throws IOException {
        check();
        byte[] all = bytes.readAllBytes();
        if (all.length != sizeBytes) {
            throw new EOFException(path + " has " + all.length + " bytes");
        }
        files.put(path.value(), new FakeFile(new String(all, ISO_8859_1), executable, false));
    }

    @Override
    public CellReport converse(Program program, Limits limits, Dialogue dialogue, CellEvents events) {
        terminal = dialogue.terminal();
        return run(program, limits, new byte[0], events);
    }

    @Override
    public void input(byte[] bytes) {
        said.add(bytes);
        synchronized (giving) {
            given += bytes.length;
            giving.notifyAll();
        }
    }

    @Override
    public void endInput() {
        said.add(new byte[0]);
    }

    @Override
    public void resize(TerminalSize size) {
        terminal = Optional.of(size);
    }

    @Override
    public void putOwn(WorkPath path, byte[] bytes) {
        check();
        files.put(path.value(), new FakeFile(new String(bytes, ISO_8859_1), false, false));
    }

    @Override
    public CellReport run(Program program, Limits limits, byte[] stdin, CellEvents events) {
        check();
        used = true;
        FakeProgram known = programs.get(program.argv().getFirst());
        if (known == null) {
            return report(new Ended(Cause.NO_EXEC, 127, 0, 2), new Run(program, limits, stdin, events));
        }
        running = true;
        Run run = new Run(program, limits, stdin, events);
        events.started();
        Ended ended;
        try {
            ended = new Ended(Cause.ITSELF, known.run(run), 0, 0);
        } catch (Ended early) {
            ended = early;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("interrupted", interrupted);
        } finally {
            running = false;
        }
        check();
        return report(ended, run);
    }

    private static CellReport report(Ended ended, Run run) {
        return new CellReport(
                ended.cause,
                ended.exitCode,
                ended.signal,
                ended.cause == Cause.CPU ? run.limits.cpu() : Duration.ofMillis(1),
                Duration.ofMillis(2),
                Bytes.mebi(1),
                1,
                0,
                ended.cause == Cause.MEMORY ? 1 : 0,
                Bytes.NONE,
                new Bytes(run.written.getOrDefault(Stream.STDOUT, 0L)),
                new Bytes(run.written.getOrDefault(Stream.STDERR, 0L)),
                ended.value,
                Duration.ZERO,
                Duration.ZERO,
                0,
                0,
                false);
    }

    @Override
    public void kill() {
        if (running) {
            end.complete(new Ended(Cause.KILLED, 0, 9, 0));
        } else if (!used) {
            close();
        }
    }

    @Override
    public void signal(int number) {
        if (running) {
            end.complete(new Ended(Cause.ITSELF, 0, number, 0));
        }
    }

    @Override
    public CellFiles list(int most) {
        check();
        List<CellFiles.Found> found = files.entrySet().stream()
                .filter(entry -> !entry.getValue().link())
                .map(entry -> new CellFiles.Found(
                        new WorkPath(entry.getKey()),
                        entry.getValue().text().length(),
                        entry.getValue().executable()))
                .toList();
        return new CellFiles(found.subList(0, Math.min(most, found.size())), found.size() > most);
    }

    @Override
    public Optional<InputStream> fetch(WorkPath path, Bytes most) {
        check();
        return Optional.ofNullable(files.get(path.value()))
                .filter(file -> !file.link() && file.text().length() <= most.count())
                .map(file -> new ByteArrayInputStream(file.text().getBytes(ISO_8859_1)));
    }

    @Override
    public void close() {
        closed = true;
        end.complete(new Ended(Cause.KILLED, 0, 9, 0));
    }

    private void check() {
        if (closed) {
            throw new CellClosed();
        }
        if (dead) {
            throw new CellsUnavailable("the maker of this cell is gone");
        }
    }

    /** Unwinds a program that is ended from outside. */
    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final Cause cause;
        private final int exitCode;
        private final int signal;
        private final long value;

        Ended(Cause cause, int exitCode, int signal, long value) {
            this.cause = cause;
            this.exitCode = exitCode;
            this.signal = signal;
            this.value = value;
        }
    }

    private final class Run implements FakeProgram.Surroundings {
        private final Program program;
        private final Limits limits;
        private final byte[] stdin;
        private final CellEvents events;
        private final Map<Stream, Long> written = new EnumMap<>(Stream.class);
        private long taken;

        Run(Program program, Limits limits, byte[] stdin, CellEvents events) {
            this.program = program;
            this.limits = limits;
            this.stdin = stdin;
            this.events = events;
        }

        @Override
        public List<String> argv() {
            return program.argv();
        }

        @Override
        public Map<String, String> env() {
            return program.env();
        }

        @Override
        public byte[] stdin() {
            return stdin;
        }

        @Override
        public byte[] read() throws InterruptedException {
            while (true) {
                byte[] next = said.poll(5, TimeUnit.MILLISECONDS);
                if (next != null) {
                    taken += next.length;
                    events.taken(taken);
                    return next;
                }
                if (end.isDone()) {
                    throw end.join();
                }
            }
        }

        @Override
        public Optional<TerminalSize> terminal() {
            return terminal;
        }

        @Override
        public Map<String, FakeFile> files() {
            return files;
        }

        @Override
        public void write(Stream stream, byte[] bytes) {
            long before = written.getOrDefault(stream, 0L);
            int allowed = (int) Math.min(bytes.length, limits.output().count() - before);
            written.put(stream, before + allowed);
            if (allowed > 0) {
                events.output(stream, Arrays.copyOf(bytes, allowed));
            }
            if (allowed < bytes.length) {
                throw new Ended(stream == Stream.STDOUT ? Cause.STDOUT : Cause.STDERR, 0, 9, before + bytes.length);
            }
        }

        @Override
        public int waitForEnd() throws InterruptedException {
            try {
                throw end.get(limits.wall().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException late) {
                throw new Ended(Cause.WALL, 0, 9, limits.wall().toNanos() / 1_000);
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        @Override
        public int spin() {
            throw new Ended(Cause.CPU, 0, 9, limits.cpu().toNanos() / 1_000 + 3_000);
        }

        @Override
        public int crash(int signal) {
            throw new Ended(Cause.ITSELF, 0, signal, 0);
        }

        @Override
        public int exhaustMemory() {
            throw new Ended(Cause.MEMORY, 0, 9, limits.memory().count());
        }
    }
}
