package freehold.control.execution;

import freehold.control.record.Entry;
import freehold.control.record.Records;
import freehold.execution.Execution;
import freehold.wire.pace.Pace;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends on their way into the record; those that it does not take are tried again when it takes another one. */
final class Endings {
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    /** Their output stays in memory, and little new is let in while the record takes nothing. */
    private static final int UNSTORED_MAX = 256;

    private final Function<Entry, CompletableFuture<Boolean>> record;
    private final Heirs heirs;
    private final Pace pace;
    private volatile boolean closed;
    private final AtomicBoolean trying = new AtomicBoolean();
    // held while an end is handed to the record, or given up for ever: what was handed before comes before what follows
    private final ReentrantLock handing = new ReentrantLock();
    private final Queue<Live> unstored = new ArrayBlockingQueue<>(UNSTORED_MAX);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Told what became of each end. */
    interface Heirs {
        void stored(Live ended);

        /** The record has another end of it, or another control has it. */
        void displaced(Live ended);

        /** It cannot be stored, and there is no room for it any more. */
        void dropped(Live ended);
    }

    /** @param record stores an end, after those that it was given before ({@link Records#save(Entry)}) */
    Endings(Function<Entry, CompletableFuture<Boolean>> record, Heirs heirs, Pace pace) {
        this.pace = pace;
        this.record = record;
        this.heirs = heirs;
    }

    void store(Live ended) {
        Execution execution = ended.ended();
        Optional<CompletableFuture<Boolean>> saving = handed(ended);
        if (saving.isEmpty()) {
            heirs.stored(ended); // by storeLast, which left it to this attempt to say so
            return;
        }
        var _ = saving.get().whenComplete((isThere, fault) -> {
            if (fault == null) {
                if (isThere) {
                    heirs.stored(ended);
                } else {
                    heirs.displaced(ended);
                }
                if (!unstored.isEmpty()) {
                    pace.start("endings", this::storeAgain); // this is the record's own thread
                }
            } else if (unstored.offer(ended)) {
                if (trying.compareAndSet(false, true)) {
                    LOG.error("{} ended, but its end is not stored; it is tried again", execution.id(), fault);
                    pace.start("endings", this::tryAgain);
                }
            } else {
                LOG.error("{} ended, but its end is not stored, as those of many others", execution.id(), fault);
                heirs.dropped(ended);
            }
        });
    }

    private Optional<CompletableFuture<Boolean>> handed(Live ended) {
        handing.lock();
        try {
            return ended.isErased() ? Optional.empty() : Optional.of(record.apply(ended.entry()));
        } finally {
            handing.unlock();
        }
    }

    /** Stores an end that is to be erased. Unless that fails it is not stored again, so that what is erased stays so. */
    CompletableFuture<Boolean> storeLast(Live ended) {
        handing.lock();
        try {
            ended.erased(true);
            boolean isWaiting = unstored.remove(ended);
            return record.apply(ended.entry()).whenComplete((_, fault) -> {
                if (fault != null) {
                    ended.erased(false);
                    pace.start("endings", () -> store(ended));
                } else if (isWaiting) {
                    heirs.stored(ended); // else who has it in hand tells that, or has told it
                }
            });
        } finally {
            handing.unlock();
        }
    }

    /** Those that could not be stored, when there is reason to think that one can be. */
    void storeAgain() {
        for (int left = unstored.size(); left > 0; left--) { // those that fail again are left for the next time
            Live next = unstored.poll();
            if (next == null) {
                return; // another thread had it
            }
            store(next);
        }
    }

    /** One after the other, until the record takes it: nobody else may come whose end would tell that it does. */
    private void tryAgain() {
        try {
            while (!closed && !unstored.isEmpty()) {
                pace.sleep(PAUSE);
                Live first = unstored.poll();
                if (first != null) {
                    store(first);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            trying.set(false);
            if (!closed && !unstored.isEmpty() && trying.compareAndSet(false, true)) {
                pace.start("endings", this::tryAgain); // one came between the last look and here
            }
        }
    }

    /** Nothing is tried again from now on but by {@link #storeAgain}. */
    void close() {
        closed = true;
    }
}
