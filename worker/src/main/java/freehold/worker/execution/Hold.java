package freehold.worker.execution;

import freehold.worker.cell.Cell;
import freehold.worker.cell.CellClosed;
import freehold.worker.cell.CellPool;
import freehold.worker.cell.CellShape;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one cell that an execution has at a time, and whether somebody wants the end of it. Who asks for the end while there is a cell
 * kills it; afterwards there is no other.
 */
final class Hold {
    /** Why an execution is to end before its time. */
    enum Reason {
        CANCELLED,
        WORKER_STOPS
    }

    private final ReentrantLock lock = new ReentrantLock();
    // guarded by lock
    private @Nullable Cell cell;
    private CellPool.@Nullable Shift shift;
    private @Nullable Reason reason;

    /** Asks for the end; the first reason counts. */
    void end(Reason why) {
        Cell present;
        lock.lock();
        try {
            if (reason == null) {
                reason = why;
            }
            present = cell;
        } finally {
            lock.unlock();
        }
        if (present != null) {
            present.kill();
        }
    }

    Optional<Reason> reason() {
        lock.lock();
        try {
            return Optional.ofNullable(reason);
        } finally {
            lock.unlock();
        }
    }

    /** From now on cells come from there. */
    void during(CellPool.Shift now) {
        lock.lock();
        try {
            shift = now;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a cell, to be given back by {@link #drop}.
     *
     * @throws CellClosed if the end was asked for meanwhile
     */
    Cell take(CellShape shape) {
        Cell taken = shift().take(shape);
        lock.lock();
        try {
            if (reason == null) {
                cell = taken;
                return taken;
            }
        } finally {
            lock.unlock();
        }
        taken.close();
        throw new CellClosed();
    }

    private CellPool.Shift shift() {
        lock.lock();
        try {
            return Objects.requireNonNull(shift, "an execution takes cells during its shift");
        } finally {
            lock.unlock();
        }
    }

    /** Destroys the cell. */
    void drop() {
        Cell dropped;
        lock.lock();
        try {
            dropped = cell;
            cell = null;
        } finally {
            lock.unlock();
        }
        if (dropped != null) {
            dropped.close();
        }
    }
}
