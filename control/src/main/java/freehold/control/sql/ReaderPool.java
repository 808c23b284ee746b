package freehold.control.sql;

import freehold.control.record.RecordUnavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few connections for reading, each opened when it is first needed. */
final class ReaderPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderPool.class);
    private static final int SESSIONS = 4;
    private static final Duration READING_ENDS = Duration.ofSeconds(5);

    private final Engine engine;
    private final BlockingQueue<Slot> free;
    private final List<Slot> all = new ArrayList<>();
    private volatile boolean closed;

    private static final class Slot {
        private @Nullable Session session;
    }

    /** What is read within one transaction. */
    interface Reading<T> {
        T read(Session session) throws SQLException;
    }

    ReaderPool(Engine engine) {
        this(engine, SESSIONS);
    }

    /** @param sessions at most, at least 1 */
    ReaderPool(Engine engine, int sessions) {
        this.engine = engine;
        this.free = new ArrayBlockingQueue<>(sessions);
        for (int i = 0; i < sessions; i++) {
            Slot slot = new Slot();
            all.add(slot);
            free.add(slot);
        }
    }

    /** Reads one state of the database: whatever is written meanwhile is not seen. */
    <T> T read(Reading<T> reading) {
        Slot slot = take();
        try {
            if (closed) {
                throw new SQLException("the record is closed");
            }
            if (slot.session == null) {
                slot.session = engine.openToRead();
            }
            Session session = slot.session;
            engine.beginToRead(session);
            try {
                return reading.read(session);
            } finally {
                session.rollBack();
            }
        } catch (SQLException unreadable) {
            forgetLost(slot);
            throw new RecordUnavailable("The record could not be read", unreadable);
        } finally {
            free.add(slot);
        }
    }

    /** A connection that was lost is opened again by whoever needs it next. */
    private static void forgetLost(Slot slot) {
        Session session = slot.session;
        if (session != null && !session.isAlive()) {
            slot.session = null;
            try {
                session.close();
            } catch (SQLException gone) {
                LOG.debug("A lost connection was not closed", gone);
            }
        }
    }

    private Slot take() {
        try {
            return free.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RecordUnavailable("Interrupted while it waited to read the record", interrupted);
        }
    }

    /** Waits a short time for what is being read; what wants to read later is refused, and opens nothing any more. */
    @Override
    public void close() {
        closed = true;
        List<Slot> idle = new ArrayList<>();
        try {
            Slot slot;
            while (idle.size() < all.size() && (slot = next()) != null) {
                idle.add(slot);
            }
            for (Slot each : all) {
                if (each.session != null) {
                    each.session.close();
                }
            }
        } catch (SQLException left) {
            throw new RecordUnavailable("A connection was not closed", left);
        } finally {
            free.addAll(idle);
        }
    }

    private @Nullable Slot next() {
        try {
            return free.poll(READING_ENDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
