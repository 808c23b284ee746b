package freehold.control.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was erased, and can still be read in the log of the database until that is emptied: then whoever asked for it is told. Somebody who
 * reads an older state is in the way of that; where they take longer than an answer should, it is told before, and done when they have
 * ended. The writing thread's own.
 */
final class Erasures {
    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);
    private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long PAUSE_FIRST_NANOS = Duration.ofMillis(10).toNanos();
    private static final long PAUSE_LAST_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanos;
    private final List<Asked> waiting = new ArrayList<>();
    private boolean left; // of what was erased something in the log, as far as is known
    private boolean late;
    private long sinceNanos;
    private long pauseNanos;
    private long dueNanos;

    private record Asked(Runnable told, Consumer<Exception> failed) {}

    /** @param nanos the clock of this process, as {@link System#nanoTime} */
    Erasures(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** One that is committed. */
    void add(Runnable told, Consumer<Exception> failed) {
        waiting.add(new Asked(told, failed));
    }

    /** Whether it is to be tried again, in {@link #dueInNanos}. */
    boolean isLeft() {
        return left;
    }

    long dueInNanos() {
        return dueNanos - nanos.getAsLong();
    }

    /** Empties the log if there is reason to, and time for it: once for all that were committed since. */
    void settle(Session session) {
        if (left && dueInNanos() > 0) {
            if (late) {
                tell();
            }
        } else if (left || !waiting.isEmpty()) {
            empty(session);
        }
    }

    private void empty(Session session) {
        try {
            if (session.engine().forgetErased(session)) {
                if (late) {
                    LOG.info("What was erased is no longer in the log of the database");
                }
                left = false;
                late = false;
                tell();
            } else {
                again();
            }
        } catch (SQLException | RuntimeException failed) {
            LOG.error("The log of the database, with what was erased, was not emptied; it is tried again", failed);
            List<Asked> all = List.copyOf(waiting);
            waiting.clear();
            all.forEach(each -> each.failed().accept(failed));
            again();
        }
    }

    private void again() {
        long now = nanos.getAsLong();
        if (left) {
            pauseNanos = Math.min(2 * pauseNanos, PAUSE_LAST_NANOS);
        } else {
            left = true;
            sinceNanos = now;
            pauseNanos = PAUSE_FIRST_NANOS;
        }
        dueNanos = now + pauseNanos;
        if (!late && now - sinceNanos >= PATIENCE_NANOS) {
            late = true;
            LOG.info(
                    "What was erased is in the log of the database as long as somebody reads an older state, as a backup does");
        }
        if (late) {
            tell();
        }
    }

    /** Tells all that wait, whether it is done or not. */
    void tell() {
        List<Asked> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(each -> each.told().run());
    }
}
