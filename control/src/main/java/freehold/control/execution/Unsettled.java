package freehold.control.execution;

import freehold.control.record.Entry;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import freehold.execution.Execution;
import freehold.execution.State;
import freehold.wire.pace.Pace;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executions that clients wait for here and whose end will be told by another control, or by another attempt: the record is asked until it
 * has the end, and then whoever waits is told. Without it they would wait until their own patience is over.
 */
final class Unsettled {
    private static final Logger LOG = LoggerFactory.getLogger(Unsettled.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** They hold their output, and each is a question to the record in each turn. The oldest gives way. */
    private static final int MOST = 256;

    /** Longer than a client can wait for one answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Records records;
    private final Pace pace;
    private final Queue<Asked> open = new ArrayBlockingQueue<>(MOST);
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile boolean closed;

    private record Asked(Live live, long sinceNanos) {}

    Unsettled(Records records, Pace pace) {
        this.records = records;
        this.pace = pace;
    }

    /** Has it told how it ended, as soon as that is in the record. */
    void follow(Live gone) {
        if (gone.now().outcome().isPresent()) {
            return; // nobody else could end it, and whoever waited was told
        }
        Asked asked = new Asked(gone, pace.nanos());
        while (!open.offer(asked)) {
            open.poll();
        }
        begin();
    }

    private void begin() {
        if (!closed && !open.isEmpty() && asking.compareAndSet(false, true)) {
            pace.start("unsettled", this::askAgain);
        }
    }

    private void askAgain() {
        try {
            while (!closed && !open.isEmpty()) {
                pace.sleep(PAUSE);
                askAll();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            closed = true;
        } finally {
            asking.set(false);
            begin(); // one came between the last look and here
        }
    }

    private void askAll() {
        for (int left = open.size(); left > 0; left--) {
            Asked next = open.poll();
            if (next == null) {
                return; // it gave way to another one
            }
            Found found = look(next.live());
            boolean isOver = found == Found.NOTHING_MORE || pace.nanos() - next.sinceNanos() > PATIENCE.toNanos();
            if (!isOver && !open.offer(next)) {
                LOG.warn(
                        "{} is not followed any more, for too many are",
                        next.live().plan().id());
            }
            if (found == Found.UNREADABLE) {
                return; // each of the others would only wait for the same
            }
        }
    }

    /** What the record says of one. */
    private enum Found {
        NOTHING_MORE,
        NOT_YET,
        UNREADABLE
    }

    /**
     * Tells its end if that is in the record.
     *
     * @return whether nothing more is to be learned of it: it was told, or was erased
     */
    boolean settle(Live gone) {
        return look(gone) == Found.NOTHING_MORE;
    }

    private Found look(Live gone) {
        if (gone.now().outcome().isPresent()) {
            return Found.NOTHING_MORE;
        }
        try {
            Optional<Execution> recorded =
                    records.find(gone.plan().tenant(), gone.plan().id()).map(Entry::execution);
            boolean isOpen =
                    recorded.filter(each -> each.state() != State.FINISHED).isPresent();
            if (!isOpen) {
                recorded.ifPresent(gone::tell);
            }
            return isOpen ? Found.NOT_YET : Found.NOTHING_MORE;
        } catch (RecordUnavailable unread) {
            return Found.UNREADABLE;
        }
    }

    /** Asks for nothing from now on. */
    void close() {
        closed = true;
    }
}
