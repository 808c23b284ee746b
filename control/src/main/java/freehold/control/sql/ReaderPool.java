package freehold.control.sql;

import freehold.control.record.RecordUnavailable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few connections for reading, each opened when it is first needed. */
final class ReaderPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderPool.class);
    private static final int SESSIONS = 4;

    private final Engine engine;
    private final BlockingQueue<Slot> free = new ArrayBlockingQueue<>(SESSIONS);
    private final List<Slot> all = new ArrayList<>();

    private static final class Slot {
        private @Nullable Session session;
    }

    /** What is read within one transaction. */
    interface Reading<T> {
        T read(Session session) throws SQLException;
    }

    ReaderPool(Engine engine) {
        this.engine = engine;
        for (int i = 0; i < SESSIONS; i++) {
            Slot slot = new Slot();
            all.add(slot);
            free.add(slot);
        }
    }

    /** Reads one state of the database: whatever is written meanwhile is not seen. */
    <T> T read(Reading<T> reading) {
        Slot slot = take();
        try {
            if (slot.session == null) {
                slot.session = engine.openToRead();
            }
            Session session = slot.session;
            engine.beginToRead(session);
            try {
                return reading.read(session);
            } finally {
                session.script("rollback");
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

    @Override
    public void close() {
        for (Slot slot : all) {
            try {
                if (slot.session != null) {
                    slot.session.close();
                }
            } catch (SQLException left) {
                throw new RecordUnavailable("A connection was not closed", left);
            }
        }
    }
}
