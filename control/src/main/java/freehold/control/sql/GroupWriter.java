package freehold.control.sql;

import freehold.control.record.RecordUnavailable;
import freehold.ledger.Chain;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only writer. While one group is being flushed to storage the next one gathers, so that many writes cost one flush. A platform
 * thread, for calls into SQLite hold their carrier.
 */
final class GroupWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);
    private static final int QUEUE_MAX = 1_024;
    private static final int GROUP_MAX = 256;

    private Session session; // the writing thread's own, once that has started

    /** What it asks of itself while it confirms, as far as the writes of one group do; in the queue it might wait for itself. */
    private final Queue<Write<?>> own = new ArrayDeque<>();

    private final Erasures erasures;

    private final BlockingQueue<Write<?>> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final Optional<Thread> thread;
    private final Optional<Executor> lane;
    private volatile boolean closed;
    private volatile boolean failing;
    private volatile boolean doubtful; // until a write that was asked for succeeds, and not only one that was tried
    private final AtomicBoolean probing = new AtomicBoolean();

    GroupWriter(Session session) {
        this(session, System::nanoTime);
    }

    /** @param nanos the clock of this process, as {@link System#nanoTime} */
    GroupWriter(Session session, LongSupplier nanos) {
        this.session = session;
        this.erasures = new Erasures(nanos);
        this.lane = Optional.empty();
        this.thread = Optional.of(Thread.ofPlatform().name("record-writer").start(this::run));
    }

    private GroupWriter(Session session, Executor lane) {
        this.session = session;
        this.erasures = new Erasures(System::nanoTime);
        this.thread = Optional.empty();
        this.lane = Optional.of(lane);
    }

    /** One without a thread, for the simulation: each change is a task of the lane, which carries out one after the other. */
    static GroupWriter on(Executor lane, Session session) {
        return new GroupWriter(session, lane);
    }

    /** A change to be made within a transaction. May be made twice, if another one of its group failed; then the first counts for nothing. */
    interface Change<T extends @Nullable Object> {
        T make(Session session) throws SQLException;
    }

    private enum Kind {
        /** What somebody was promised. */
        PROMISED,
        /** The same, and it changes nothing more if it was stored already. */
        REPEATABLE,
        /** What is done on the side: its success says little of the others'. */
        ASIDE,
        /** The same, and it erases. */
        ERASING,
        /** Outside of any transaction. */
        ALONE
    }

    private record Write<T extends @Nullable Object>(
            Change<T> change, CompletableFuture<T> done, Kind kind, Set<Chain> chains) {
        Write(Change<T> change, Kind kind) {
            this(change, new CompletableFuture<>(), kind, Set.of());
        }

        boolean isPromised() {
            return kind == Kind.PROMISED || kind == Kind.REPEATABLE;
        }

        /** Makes the change; what is returned confirms it, to be run after the commit. */
        Runnable make(Session session) throws SQLException {
            T result = change.make(session);
            return () -> done.complete(result);
        }

        void fail(Exception why) {
            fail("The record did not confirm a write", why);
        }

        void fail(String words, Exception why) {
            done.completeExceptionally(new RecordUnavailable(words, why));
        }
    }

    /** Waits while the queue is full, unless the writer itself asks; the future completes after the flush. */
    <T extends @Nullable Object> CompletableFuture<T> write(Change<T> change) {
        return queued(new Write<>(change, Kind.PROMISED));
    }

    /**
     * The same, for a change that appends to chains of the ledger.
     *
     * @param chains are nobody else's to append to until the change is stored
     */
    <T extends @Nullable Object> CompletableFuture<T> write(Set<Chain> chains, Change<T> change) {
        return queued(new Write<>(change, new CompletableFuture<>(), Kind.PROMISED, chains));
    }

    /** The same, for one that is made again where the answer to its commit was lost, and it may be stored already: then nothing comes of it. */
    <T extends @Nullable Object> CompletableFuture<T> writeRepeatable(Set<Chain> chains, Change<T> change) {
        return queued(new Write<>(change, new CompletableFuture<>(), Kind.REPEATABLE, chains));
    }

    /** As {@link #write}, for what nobody waits for who was promised anything. */
    <T extends @Nullable Object> CompletableFuture<T> writeAside(Change<T> change) {
        return queued(new Write<>(change, Kind.ASIDE));
    }

    /** The same, for a change that appends to chains of the ledger. */
    <T extends @Nullable Object> CompletableFuture<T> writeAside(Set<Chain> chains, Change<T> change) {
        return queued(new Write<>(change, new CompletableFuture<>(), Kind.ASIDE, chains));
    }

    /** As {@link #writeAside}, for a change that erases: confirmed when nothing of it can be read any more, as {@link Erasures} tells. */
    <T extends @Nullable Object> CompletableFuture<T> erase(Change<T> change) {
        return erase(Set.of(), change);
    }

    /** The same, for a change that appends to chains of the ledger. */
    <T extends @Nullable Object> CompletableFuture<T> erase(Set<Chain> chains, Change<T> change) {
        return queued(new Write<>(change, new CompletableFuture<>(), Kind.ERASING, chains));
    }

    /** As {@link #erase}, outside of any transaction: for what SQLite does not do within one. */
    <T extends @Nullable Object> CompletableFuture<T> afterCommit(Change<T> change) {
        return queued(new Write<>(change, Kind.ALONE));
    }

    private <T extends @Nullable Object> CompletableFuture<T> queued(Write<T> write) {
        if (closed) {
            write.fail(new IllegalStateException("closed"));
            return write.done();
        }
        if (lane.isPresent()) {
            lane.get().execute(() -> makeAll(new ArrayList<>(List.of(write))));
            return write.done();
        }
        if (isThisThread()) {
            own.add(write);
            return write.done();
        }
        try {
            queue.put(write);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            write.fail(interrupted);
        }
        return write.done();
    }

    private void run() {
        List<Write<?>> group = new ArrayList<>(GROUP_MAX);
        while (true) {
            try {
                group.clear();
                if (own.isEmpty()) {
                    await().ifPresent(group::add);
                }
                gather(group);
            } catch (InterruptedException closing) {
                gather(group);
                return;
            }
        }
    }

    /** The next one that is queued, unless something else is to be done before it comes. */
    private Optional<Write<?>> await() throws InterruptedException {
        return Optional.ofNullable(
                erasures.isLeft() ? queue.poll(erasures.dueInNanos(), TimeUnit.NANOSECONDS) : queue.take());
    }

    /** Takes and makes what is queued, in its order; what it asks of itself first. */
    private void gather(List<Write<?>> group) {
        for (Write<?> next = next(); next != null; next = next()) {
            group.add(next);
            if (group.size() == GROUP_MAX) {
                makeAll(group);
            }
        }
        makeAll(group);
    }

    private @Nullable Write<?> next() {
        Write<?> first = own.poll();
        return first == null ? queue.poll() : first;
    }

    private void makeAll(List<Write<?>> writes) {
        List<Write<?>> group = new ArrayList<>();
        for (Write<?> each : writes) {
            if (each.kind() == Kind.ALONE) {
                commit(group);
                group.clear();
                alone(each);
            } else {
                group.add(each);
            }
        }
        commit(group);
        writes.clear();
        erasures.settle(session);
    }

    private void alone(Write<?> write) {
        try {
            erasures.add(write.make(session), write::fail);
        } catch (SQLException | RuntimeException failed) {
            LOG.error("A write to the record failed", failed);
            write.fail(failed);
        }
    }

    private void commit(List<Write<?>> group) {
        if (group.isEmpty() || attempt(group, true)) {
            return;
        }
        for (Write<?> each : group) { // one of them is at fault; the others shall not suffer for it
            attempt(List.of(each), true);
        }
    }

    /** @param again whether it is tried once more if only the connection was lost */
    private boolean attempt(List<Write<?>> group, boolean again) {
        List<Runnable> confirmations = new ArrayList<>(group.size());
        boolean committing = false;
        try {
            session.engine().beginToWrite(session);
            session.engine().lockChains(session, chains(group));
            for (Write<?> each : group) {
                Runnable confirmation = each.make(session);
                confirmations.add(
                        each.kind() == Kind.ERASING ? () -> erasures.add(confirmation, each::fail) : confirmation);
            }
            committing = true;
            session.commit();
        } catch (SQLException | RuntimeException failed) {
            boolean lost = !rollBack() && !session.isAlive();
            boolean reopened = lost && reopen();
            if (lost && committing) {
                failing |= !reopened;
                unknown(group, reopened && again, failed);
                return true;
            }
            if (reopened && again) {
                return attempt(group, false);
            }
            if (group.size() == 1) {
                LOG.error("A write to the record failed", failed);
                failing |= !(failed instanceof SQLException refused
                        && session.engine().isCollision(refused));
                doubtful = true;
                group.getFirst().fail(failed);
            }
            return group.size() == 1;
        }
        failing = false;
        doubtful &= group.stream().noneMatch(Write::isPromised);
        confirmations.forEach(Runnable::run);
        return true;
    }

    /** The connection was lost while it committed: the database has the group, or has not. */
    private void unknown(List<Write<?>> group, boolean again, Exception why) {
        LOG.error("The answer to a commit was lost; it is not known whether {} writes are stored", group.size(), why);
        doubtful = true;
        for (Write<?> each : group) {
            if (again && each.kind() == Kind.REPEATABLE) {
                attempt(List.of(each), false);
            } else {
                each.fail("It is not known whether the record stored a write", why);
            }
        }
    }

    private static Set<Chain> chains(List<Write<?>> group) {
        return group.stream().flatMap(each -> each.chains().stream()).collect(Collectors.toSet());
    }

    private boolean rollBack() {
        try {
            session.rollBack();
            return true;
        } catch (SQLException noneOpen) {
            LOG.debug("No transaction to roll back", noneOpen);
            return false;
        }
    }

    /** A connection over a network may be lost for good; one to a file is not. */
    private boolean reopen() {
        try {
            Session next = session.engine().openToWrite();
            Session lost = session;
            session = next;
            lost.close();
            return true;
        } catch (SQLException notYet) {
            LOG.warn("The database cannot be reached: {}", notYet.getMessage());
            return false;
        }
    }

    /** Whether whoever asks is the writer: it must not wait for itself. */
    boolean isThisThread() {
        return thread.filter(each -> each == Thread.currentThread()).isPresent();
    }

    /** Whether the thread lives and storage took the last write. If not, one is tried for whoever asks next. */
    boolean isWritable() {
        boolean writable = !closed && thread.map(Thread::isAlive).orElse(true) && !failing;
        if (failing && !closed && probing.compareAndSet(false, true)) {
            var _ = writeAside(session -> {
                        session.engine().probe(session);
                        return true;
                    })
                    .whenComplete((_, _) -> probing.set(false));
        }
        return writable;
    }

    /** Whether nothing tells that the next write might fail. */
    boolean isSure() {
        return isWritable() && !doubtful;
    }

    /** Writes what is queued, then ends. */
    @Override
    public void close() {
        closed = true;
        try {
            if (thread.isPresent()) {
                thread.get().interrupt();
                thread.get().join();
            }
            try {
                session.engine().closing(session);
            } finally {
                erasures.tell();
            }
            for (Write<?> late = queue.poll(); late != null; late = queue.poll()) {
                late.fail(new IllegalStateException("closed"));
            }
            session.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (SQLException left) {
            LOG.warn("The database was not closed cleanly", left);
        }
    }
}
