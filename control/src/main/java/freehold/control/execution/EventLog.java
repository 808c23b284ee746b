package freehold.control.execution;

import freehold.control.record.Journal;
import freehold.control.record.Journal.Kind;
import freehold.execution.Outcome;
import freehold.execution.State;
import freehold.execution.StepName;
import freehold.execution.StepResult;
import freehold.wire.link.Stream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The events of one execution in their order, bounded by the limits on its output. One thread writes; each reader goes at its own
 * pace and costs nothing while it waits.
 */
public final class EventLog implements EventSource {
    /** Beyond it a run must be this long, so that two streams written in turns byte by byte cannot make the journal grow without end. */
    private static final int SHORT_RUNS_MAX = 10_000;

    private static final int LONG_RUN_BYTES = 4 << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final int bytesMax;
    private final long replayedBytes;

    // guarded by lock
    private final List<Journal.Run> runs = new ArrayList<>();
    private final Map<Kind, Growing> written = new EnumMap<>(Kind.class);
    private final Map<Kind, Integer> held = new EnumMap<>(Kind.class);
    private boolean closed;
    private int attempt;

    /**
     * The log of an execution that was just let in.
     *
     * @param bytesMax of each stream of each step; what is beyond is dropped
     */
    public EventLog(long bytesMax) {
        this.replayedBytes = 0;
        this.bytesMax = (int) Math.min(bytesMax, Integer.MAX_VALUE - 8);
        runs.add(new Journal.Run(Kind.QUEUED, 1));
    }

    private EventLog(Journal journal, Map<Kind, Growing> content) {
        replayedBytes = content.values().stream().mapToLong(each -> each.size).sum();
        bytesMax = 0;
        runs.addAll(journal.runs());
        written.putAll(content);
        closed = true;
    }

    /** The log of an execution that has ended, from its record. */
    public static EventLog replayed(Journal journal, Outcome outcome) {
        Map<Kind, Growing> content = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            result(outcome, kind).ifPresent(bytes -> content.put(kind, new Growing(bytes)));
        }
        return new EventLog(journal, content);
    }

    @Override
    public long replayedBytes() {
        return replayedBytes;
    }

    void changed(State state) {
        switch (state) {
            case BUILDING -> append(Kind.BUILDING, 1);
            case RUNNING -> append(Kind.RUNNING, 1);
            case QUEUED, FINISHED -> throw new IllegalArgumentException("begins or ends a log: " + state);
        }
    }

    void output(StepName step, Stream stream, byte[] bytes) {
        Kind kind = kind(step, stream);
        lock.lock();
        try {
            Growing content = written.computeIfAbsent(kind, _ -> new Growing(new byte[0]));
            int kept = Math.min(bytes.length, bytesMax - content.size);
            if (kept <= 0) {
                return;
            }
            content.append(bytes, kept);
            int waiting = held.merge(kind, kept, Integer::sum);
            if (runs.size() < SHORT_RUNS_MAX || waiting >= LONG_RUN_BYTES) {
                release(kind);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The worker is gone, and with it what its attempt came to: output begins anew, and positions go on. */
    void restarted() {
        lock.lock();
        try {
            runs.replaceAll(run -> run.kind().isOutput() ? new Journal.Run(Kind.LOST, run.count()) : run);
            written.clear();
            held.clear();
            attempt++;
            append(Kind.QUEUED, 1);
        } finally {
            lock.unlock();
        }
    }

    /** Whatever output the outcome has beyond what was reported; and the journal as it will be, so that log and record agree. */
    Journal settle(Outcome outcome) {
        lock.lock();
        try {
            for (Kind kind : Kind.values()) {
                int before = written.containsKey(kind) ? written.get(kind).size : 0;
                result(outcome, kind).filter(whole -> whole.length > before).ifPresent(whole -> {
                    written.put(kind, new Growing(whole));
                    held.merge(kind, whole.length - before, Integer::sum);
                });
                release(kind);
            }
            List<Journal.Run> whole = new ArrayList<>(runs);
            whole.add(new Journal.Run(Kind.FINISHED, 1));
            return new Journal(whole);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the log, which is settled. */
    void close() {
        lock.lock();
        try {
            append(Kind.FINISHED, 1);
            closed = true;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** No event will come of it, and no end either: whoever reads it may look elsewhere. */
    void abandon() {
        lock.lock();
        try {
            closed = true;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Both in one step. */
    Journal close(Outcome outcome) {
        lock.lock();
        try {
            Journal whole = settle(outcome);
            close();
            return whole;
        } finally {
            lock.unlock();
        }
    }

    private void release(Kind kind) {
        Integer waiting = held.remove(kind);
        if (waiting != null) {
            append(kind, waiting);
        }
    }

    private void append(Kind kind, int count) {
        lock.lock();
        try {
            Journal.Run last = runs.getLast();
            if (last.kind() == kind) {
                runs.set(runs.size() - 1, new Journal.Run(kind, last.count() + count));
            } else {
                runs.add(new Journal.Run(kind, count));
            }
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static Kind kind(StepName step, Stream stream) {
        return switch (step) {
            case BUILD -> stream == Stream.STDOUT ? Kind.BUILD_STDOUT : Kind.BUILD_STDERR;
            case RUN -> stream == Stream.STDOUT ? Kind.RUN_STDOUT : Kind.RUN_STDERR;
        };
    }

    private static Optional<byte[]> result(Outcome outcome, Kind kind) {
        return switch (kind) {
            case BUILD_STDOUT -> outcome.build().map(StepResult::stdout);
            case BUILD_STDERR -> outcome.build().map(StepResult::stderr);
            case RUN_STDOUT -> outcome.run().map(StepResult::stdout);
            case RUN_STDERR -> outcome.run().map(StepResult::stderr);
            case QUEUED, BUILDING, RUNNING, FINISHED, LOST -> Optional.empty();
        };
    }

    @Override
    public Reader readAfter(long position) {
        return new Reader(position);
    }

    /** One reader's place. Used by one thread. */
    public final class Reader implements EventReader {
        private static final int PIECE_MAX = 64 << 10;

        private final Map<Kind, Integer> offsets = new EnumMap<>(Kind.class);
        private int attemptRead;
        private int run;
        private int within;
        private long position;

        private Reader(long after) {
            lock.lock();
            try {
                attemptRead = attempt;
                // A position that is not there is of an attempt at another control: what came of this one is told from
                // the beginning.
                long from = after <= runs.stream().mapToLong(Journal.Run::count).sum() ? after : 0;
                while (position < from && within < runs.get(run).count()) {
                    int step = (int) Math.min(runs.get(run).count() - within, from - position);
                    pass(runs.get(run), step);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Optional<Event> next(Duration patience) throws InterruptedException {
            long left = patience.toNanos();
            lock.lock();
            try {
                while (true) {
                    Optional<Event> event = event();
                    if (event.isPresent() || closed || left <= 0) {
                        return event;
                    }
                    left = grown.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public boolean isAtEnd() {
            lock.lock();
            try {
                return closed
                        && run >= runs.size() - 1
                        && within == runs.getLast().count();
            } finally {
                lock.unlock();
            }
        }

        private Optional<Event> event() {
            if (attemptRead != attempt) {
                attemptRead = attempt;
                offsets.clear(); // what was read before is of output that counts no more
            }
            if (run < runs.size() && within == runs.get(run).count() && run + 1 < runs.size()) {
                run++;
                within = 0;
            }
            if (run == runs.size() || within == runs.get(run).count()) {
                return Optional.empty();
            }
            Journal.Run now = runs.get(run);
            return switch (now.kind()) {
                case QUEUED -> changed(now, State.QUEUED);
                case BUILDING -> changed(now, State.BUILDING);
                case RUNNING -> changed(now, State.RUNNING);
                case BUILD_STDOUT -> written(now, StepName.BUILD, Stream.STDOUT);
                case BUILD_STDERR -> written(now, StepName.BUILD, Stream.STDERR);
                case RUN_STDOUT -> written(now, StepName.RUN, Stream.STDOUT);
                case RUN_STDERR -> written(now, StepName.RUN, Stream.STDERR);
                case LOST -> {
                    pass(now, now.count() - within);
                    yield event();
                }
                case FINISHED -> {
                    pass(now, 1);
                    yield Optional.of(new Event.Ended(position));
                }
            };
        }

        private Optional<Event> changed(Journal.Run now, State state) {
            pass(now, 1);
            return Optional.of(new Event.Changed(position, state));
        }

        private Optional<Event> written(Journal.Run now, StepName step, Stream stream) {
            Growing content = written.getOrDefault(now.kind(), new Growing(new byte[0]));
            int offset = offsets.getOrDefault(now.kind(), 0);
            int most = Math.min(now.count() - within, Math.max(0, content.size - offset));
            if (most == 0) {
                pass(now, now.count() - within); // its bytes were not kept
                return event();
            }
            boolean mayGrow = most > PIECE_MAX || (run == runs.size() - 1 && !closed);
            int size = Math.min(most, PIECE_MAX);
            if (mayGrow) {
                size = Utf8.wholeCharacters(content.bytes, offset, size);
            }
            if (size == 0) {
                return Optional.empty();
            }
            byte[] piece = Arrays.copyOfRange(content.bytes, offset, offset + size);
            pass(now, size);
            return Optional.of(new Event.Written(position, step, stream, offset, piece));
        }

        private void pass(Journal.Run over, int count) {
            if (over.kind().isOutput()) {
                offsets.merge(over.kind(), count, Integer::sum);
            }
            within += count;
            position += count;
            if (within == over.count() && run + 1 < runs.size()) {
                run++;
                within = 0;
            }
        }
    }

    /** Bytes that are only ever appended to. */
    private static final class Growing {
        private byte[] bytes;
        private int size;

        Growing(byte[] start) {
            bytes = start;
            size = start.length;
        }

        void append(byte[] more, int count) {
            if (size + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(size + count, bytes.length * 2));
            }
            System.arraycopy(more, 0, bytes, size, count);
            size += count;
        }
    }
}
