package freehold.control.execution;

import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import freehold.execution.Execution;
import freehold.wire.pace.Pace;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends on their way into the record; those that it does not take are tried again when it takes another one. Of each the heirs are told once,
 * and then its fate is known ({@link Live#fate}): nothing of it is stored any more.
 */
final class Endings {
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    /** Their output stays in memory, and little new is let in while the record takes nothing. */
    private static final int UNSTORED_MAX = 256;

    private final Records records;
    private final Heirs heirs;
    private final Pace pace;
    private volatile boolean closed;
    private final AtomicBoolean trying = new AtomicBoolean();
    private final Queue<Live> unstored = new ArrayBlockingQueue<>(UNSTORED_MAX);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Some of the pauses, and no longer than somebody waits for an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Told what became of each end. */
    interface Heirs {
        void stored(Live ended);

        /** The record has another end of it, or another control has it. */
        void displaced(Live ended);

        /** It cannot be stored, and there is no room for it any more. */
        void dropped(Live ended);
    }

    Endings(Records records, Heirs heirs, Pace pace) {
        this.pace = pace;
        this.records = records;
        this.heirs = heirs;
    }

    void store(Live ended) {
        try {
            hand(ended);
        } finally {
            ended.handed();
        }
    }

    private void hand(Live ended) {
        Execution execution = ended.ended();
        var _ = records.save(ended.entry()).whenComplete((isThere, fault) -> {
            if (fault == null) {
                told(ended, isThere ? heirs::stored : heirs::displaced);
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
                told(ended, heirs::dropped);
            }
        });
    }

    private static void told(Live ended, Consumer<Live> heirs) {
        try {
            heirs.accept(ended);
        } finally {
            ended.fate().complete(ended.ended());
        }
    }

    /**
     * Waits, not for long, until the fate of an end is known; one that waits for the record is tried again for it.
     *
     * @throws RecordUnavailable if it is still not known
     */
    void await(Live ended) {
        if (!ended.fate().isDone() && !records.isWritable()) {
            throw new RecordUnavailable("The end is not stored yet", new IOException("no write would be stored now"));
        }
        if (unstored.remove(ended)) {
            store(ended);
        }
        var _ = RecordUnavailable.joined(ended.fate().copy().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
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
