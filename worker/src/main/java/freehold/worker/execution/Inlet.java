package freehold.worker.execution;

import freehold.cell.Signal;
import freehold.cell.TerminalSize;
import freehold.execution.Dialogue;
import freehold.wire.link.Hearing;
import freehold.wire.link.Speech;
import freehold.worker.cell.Cell;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is said to a program, until its cell takes it. Input goes in its order, and no more of it is given to the cell than the program
 * takes; signals and sizes go ahead of it. Whoever says too much is told to say it again later.
 */
final class Inlet implements AutoCloseable {
    /** What a speech costs besides its bytes: without it there could be any number of those that have none. */
    private static final int SPEECH_BYTES = 64;

    /** Beyond what came with the request, which is here from the beginning. */
    private static final int WAITING_BYTES_MAX = 4 * (Speech.INPUT_MAX + SPEECH_BYTES);

    /** Less than the daemon takes without the program reading any, so that a signal reaches it whatever waits. */
    private static final int UNDER_WAY_BYTES_MAX = 128 << 10;

    private static final int SIGNALS_MAX = 16;

    /** How many were said last, of which a repetition is known as one. */
    private static final int REMEMBERED_MAX = 256;

    private static final byte[] END = {};

    /** A terminal's end of input is a character, which the program takes as any other. */
    private static final int TYPED_END_BYTES = 1;

    private final Dialogue dialogue;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // guarded by lock
    private final Deque<byte[]> input = new ArrayDeque<>();
    private final Deque<Signal> signals = new ArrayDeque<>();
    private Optional<TerminalSize> size = Optional.empty();
    private final Set<Long> heard = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > REMEMBERED_MAX;
        }
    });
    private long waitingBytes;
    private long given;
    private long taken;
    private boolean ended;
    private boolean over;
    private @Nullable Thread thread;

    /** @param beginning what came with the request */
    Inlet(Dialogue dialogue, byte[] beginning) {
        this.dialogue = dialogue;
        Speech.Input.pieces(beginning).forEach(piece -> add(piece.bytes()));
        if (!dialogue.isOpen()) {
            add(END);
            ended = true;
        }
    }

    private void add(byte[] bytes) {
        input.add(bytes);
        waitingBytes += cost(bytes);
    }

    private static int cost(byte[] bytes) {
        return SPEECH_BYTES + bytes.length;
    }

    /** Something was said, perhaps not for the first time. */
    Hearing hear(long number, Speech speech) {
        lock.lock();
        try {
            if (heard.contains(number)) {
                return Hearing.TAKEN;
            }
            Hearing hearing = over ? Hearing.OVER : hear(speech);
            if (hearing == Hearing.TAKEN) {
                heard.add(number);
                changed.signalAll();
            }
            return hearing;
        } finally {
            lock.unlock();
        }
    }

    private Hearing hear(Speech speech) {
        return switch (speech) {
            case Speech.Input(byte[] bytes) -> more(bytes);
            case Speech.InputEnd() -> more(END);
            case Speech.Signalled(Signal signal) -> {
                if (!dialogue.isOne()) {
                    yield Hearing.NOT_FOR_IT;
                }
                yield signals.size() < SIGNALS_MAX && signals.add(signal) ? Hearing.TAKEN : Hearing.LATER;
            }
            case Speech.Resized(TerminalSize wanted) -> {
                if (dialogue.terminal().isEmpty()) {
                    yield Hearing.NOT_FOR_IT;
                }
                size = Optional.of(wanted);
                yield Hearing.TAKEN;
            }
        };
    }

    /** A terminal's input has no end: what is typed for one is a character, and more may follow. */
    private Hearing more(byte[] bytes) {
        if (!dialogue.isOpen()) {
            return Hearing.NOT_FOR_IT;
        }
        if (ended) {
            return Hearing.OVER;
        }
        if (waitingBytes + cost(bytes) > WAITING_BYTES_MAX) {
            return Hearing.LATER;
        }
        add(bytes);
        ended = bytes.length == 0 && dialogue.terminal().isEmpty();
        return Hearing.TAKEN;
    }

    /** The program runs: from now on what is said goes to it. */
    void open(Cell cell) {
        lock.lock();
        try {
            if (!over) {
                thread = Thread.ofVirtual().name("inlet").start(() -> run(cell));
            }
        } finally {
            lock.unlock();
        }
    }

    /** What of the input is no longer on its way, from the first byte on. */
    void taken(long bytes) {
        lock.lock();
        try {
            taken = Math.max(taken, bytes);
            given = Math.max(given, taken);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run(Cell cell) {
        try {
            for (Optional<Giving> next = next(); next.isPresent(); next = next()) {
                next.get().to(cell);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One thing that a cell is told. */
    private interface Giving {
        void to(Cell cell);
    }

    /** Waits for something to give; empty at the end. */
    private Optional<Giving> next() throws InterruptedException {
        lock.lock();
        try {
            while (!over) {
                Optional<Giving> ready = ready();
                if (ready.isPresent()) {
                    return ready;
                }
                changed.await();
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Giving> ready() {
        Signal signal = signals.poll();
        if (signal != null) {
            return Optional.of(cell -> cell.signal(signal.number()));
        }
        if (size.isPresent()) {
            TerminalSize wanted = size.get();
            size = Optional.empty();
            return Optional.of(cell -> cell.resize(wanted));
        }
        byte[] bytes = input.peek();
        if (bytes == null || given - taken + bytes.length > UNDER_WAY_BYTES_MAX) {
            return Optional.empty();
        }
        input.remove();
        waitingBytes -= cost(bytes);
        given += bytes.length > 0 || dialogue.terminal().isEmpty() ? bytes.length : TYPED_END_BYTES;
        return Optional.of(bytes.length > 0 ? cell -> cell.input(bytes) : Cell::endInput);
    }

    /** The program has ended, or there will be none: nothing is given to it any more. */
    @Override
    public void close() {
        Thread giving;
        lock.lock();
        try {
            over = true;
            input.clear();
            signals.clear();
            giving = thread;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (giving != null && giving.isAlive()) {
            try {
                giving.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
