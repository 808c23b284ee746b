package freehold.worker.cell;

import freehold.tenant.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps prepared cells of the shapes that were used lately, so that an execution need not wait for one to be made; if there is none it is
 * made on demand, in the same way. Cells are made ahead only while processors are to spare: a pool buys latency, and must not take the
 * processor from programs. {@link PoolPolicy} says what to keep. Cells in which a bootstrap has to start first take long to make, so
 * they are made beside the others; who finds none waits for one that is nearly there, or else gets one without. The last ones of several tenants
 * are not for whoever has an execution under way already, and the programs of who has many weigh less ({@link Occupancy}).
 */
public final class CellPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CellPool.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);

    /**
     * What is made while processors are busy leaves them to a program whose cell was just taken: each step of it would interrupt that, and
     * the kernel may give the processor to another one then, until its next tick (4 ms where CONFIG_HZ is 250).
     */
    private static final Duration DEFERENCE = Duration.ofMillis(20);

    private final Cells cells;
    private final PoolPolicy policy;
    private final LongSupplier nanoTime;
    private final Thread keeper;
    // threads of the platform, as those of executions: each waits for the daemon's socket, and there are few
    private final ExecutorService warmers = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().name("warmer-", 1).daemon(true).factory());

    // held while cells are told their weights, so that each is told the last one last; taken before the other
    private final ReentrantLock telling = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition arrived = lock.newCondition();
    // guarded by lock
    private final Shelves shelves;
    private final Occupancy occupancy = new Occupancy();
    private long pausedUntil;
    private long deferringUntil;
    private boolean failing;
    private boolean closed;

    /**
     * Begins to keep cells.
     *
     * @param nanoTime a monotonic clock
     */
    public CellPool(Cells cells, PoolPolicy policy, LongSupplier nanoTime) {
        this.cells = cells;
        this.policy = policy;
        this.nanoTime = nanoTime;
        this.shelves = new Shelves(policy);
        this.pausedUntil = nanoTime.getAsLong();
        this.deferringUntil = pausedUntil;
        this.keeper = Thread.ofPlatform().name("cell-pool").daemon(true).unstarted(this::keep);
        keeper.start();
    }

    /**
     * A cell of that shape, which the caller closes.
     *
     * @throws CellsUnavailable as {@link Cells#prepare}
     * @throws CellFault as {@link Cells#prepare}
     */
    public Cell take(CellShape shape, TenantId tenant) {
        for (Optional<Cell> waiting = poll(shape, tenant); waiting.isPresent(); waiting = pollAgain(shape, tenant)) {
            Cell cell = waiting.get();
            if (cell.isWaiting()) {
                return cell;
            }
            cell.close();
        }
        return shape.isWarm() ? take(shape.cold(), tenant) : cells.prepare(shape);
    }

    /** From now on a cell of this shape shall wait at all times, as far as there are places. */
    public void reserve(CellShape shape) {
        lock.lock();
        try {
            shelf(shape).reserve();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * An execution of that tenant is under way until the shift is closed.
     *
     * @param share the tenant's among tenants, at least 1
     */
    public Shift begin(TenantId tenant, int share) {
        lock.lock();
        try {
            return new Shift(occupancy.begin(tenant, share, nanoTime.getAsLong()));
        } finally {
            lock.unlock();
        }
    }

    /** How many cells wait, for people to see. */
    public int waiting() {
        lock.lock();
        try {
            return shelves.waiting();
        } finally {
            lock.unlock();
        }
    }

    /** Destroys the waiting cells, and makes no more ahead; cells that were lent are not its own any more. */
    @Override
    public void close() {
        List<Cell> left;
        lock.lock();
        try {
            closed = true;
            left = shelves.takeAll();
            changed.signal();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(Cell::close);
        warmers.shutdownNow();
        try {
            keeper.join();
            warmers.awaitTermination(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** An execution that is under way. It has one cell at a time, of which the pool knows what it shall weigh. */
    public final class Shift implements AutoCloseable {
        private final Occupancy.Place place;

        private Shift(Occupancy.Place place) {
            this.place = place;
        }

        /** As {@link CellPool#take}, for its tenant. */
        public Cell take(CellShape shape) {
            Cell cell = CellPool.this.take(shape, place.tenant);
            lock.lock();
            try {
                occupancy.occupy(place, cell);
            } finally {
                lock.unlock();
            }
            tellWeights();
            return cell;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                occupancy.end(place, nanoTime.getAsLong());
                signalIfQuiet();
            } finally {
                lock.unlock();
            }
            tellWeights();
        }
    }

    private void tellWeights() {
        telling.lock();
        try {
            dueWeights().forEach(due -> due.cell().weigh(due.weight()));
        } finally {
            telling.unlock();
        }
    }

    private List<Occupancy.Due> dueWeights() {
        lock.lock();
        try {
            return occupancy.due(nanoTime.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    private Optional<Cell> poll(CellShape shape, TenantId tenant) {
        lock.lock();
        try {
            Shelf shelf = shelf(shape);
            shelf.use(tenant, nanoTime.getAsLong());
            Optional<Cell> waiting = taken(shape, shelf, tenant);
            if (isQuiet() || (shape.isWarm() && shelf.isShared())) {
                changed.signal();
            }
            if (waiting.isPresent() || isKept(shape, shelf, tenant)) {
                return waiting;
            }
            deferringUntil = nanoTime.getAsLong(); // somebody needs one now
            return awaited(shelf);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Cell> taken(CellShape shape, Shelf shelf, TenantId tenant) {
        return isKept(shape, shelf, tenant) ? Optional.empty() : handedOut(shelf);
    }

    private Optional<Cell> handedOut(Shelf shelf) {
        Optional<Cell> cell = Optional.ofNullable(shelf.waiting.poll());
        if (cell.isPresent()) {
            deferringUntil = nanoTime.getAsLong() + DEFERENCE.toNanos();
        }
        return cell;
    }

    /** Whether those that are there or on their way are for others. A cell without a bootstrap is soon made. */
    private boolean isKept(CellShape shape, Shelf shelf, TenantId tenant) {
        return shape.isWarm()
                && shelf.isShared()
                && shelf.expected() <= policy.kept()
                && occupancy.underWay(tenant) > 1;
    }

    /** One that is nearly there, if it comes in time. */
    private Optional<Cell> awaited(Shelf shelf) {
        Optional<Duration> patience = shelf.worthAwaiting(nanoTime.getAsLong());
        if (patience.isEmpty()) {
            return Optional.empty();
        }
        shelf.awaitBegins();
        try {
            long left = patience.get().toNanos();
            while (shelf.waiting.isEmpty() && left > 0 && !closed) {
                left = arrived.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            shelf.awaitEnds();
        }
        return handedOut(shelf);
    }

    /** The next one of the same use, after one that was dead. */
    private Optional<Cell> pollAgain(CellShape shape, TenantId tenant) {
        lock.lock();
        try {
            return taken(shape, shelf(shape), tenant);
        } finally {
            lock.unlock();
        }
    }

    private Shelf shelf(CellShape shape) {
        return shelves.of(shape, nanoTime.getAsLong());
    }

    private boolean isQuiet() {
        return occupancy.underWay() < policy.spare();
    }

    private void signalIfQuiet() {
        if (isQuiet()) {
            changed.signal();
        }
    }

    private void keep() {
        boolean on = true;
        while (on) {
            try {
                on = keepOne();
            } catch (InterruptedException interrupted) {
                on = false;
            } catch (RuntimeException failure) {
                pause(failure);
            }
        }
    }

    /** Carries out one step of the policy; false when the pool was closed. */
    private boolean keepOne() throws InterruptedException {
        PoolPolicy.Step step;
        Optional<Cell> discarded = Optional.empty();
        lock.lock();
        try {
            step = nextStep();
            while (!closed && step instanceof PoolPolicy.Step.Rest) {
                if (shelves.isEmpty()) {
                    changed.await();
                } else if (changed.awaitNanos(nanosToNextLook()) <= 0) {
                    discarded = shelves.takeDead();
                    if (discarded.isPresent()) {
                        break;
                    }
                }
                step = nextStep();
            }
            if (closed) {
                return false;
            }
            if (step instanceof PoolPolicy.Step.Discard(CellShape shape)) {
                discarded = Optional.ofNullable(shelf(shape).waiting.poll());
            }
        } finally {
            lock.unlock();
        }
        discarded.ifPresent(Cell::close);
        if (step instanceof PoolPolicy.Step.Prepare(CellShape shape)) {
            if (shape.isWarm()) {
                warm(shape);
            } else {
                shelve(shape, cells.prepare(shape));
            }
        }
        return true;
    }

    private boolean isDeferring(long now) {
        return now - deferringUntil < 0;
    }

    private long nanosToNextLook() {
        long now = nanoTime.getAsLong();
        return isDeferring(now) ? deferringUntil - now : LOOK_AGAIN.toNanos();
    }

    private PoolPolicy.Step nextStep() {
        long now = nanoTime.getAsLong();
        PoolPolicy.Step step = shelves.next(now);
        boolean isPaused = now - pausedUntil < 0;
        if (step instanceof PoolPolicy.Step.Prepare && (isPaused || !isQuiet())) {
            return isPaused || isDeferring(now)
                    ? new PoolPolicy.Step.Rest()
                    : shelves.shortage(now)
                            .<PoolPolicy.Step>map(PoolPolicy.Step.Prepare::new)
                            .orElseGet(PoolPolicy.Step.Rest::new);
        }
        return step;
    }

    private void warm(CellShape shape) {
        long began = nanoTime.getAsLong();
        lock.lock();
        try {
            if (closed) {
                return;
            }
            shelves.bootstrapBegins(shape, began);
        } finally {
            lock.unlock();
        }
        warmers.execute(() -> {
            Optional<Cell> made = Optional.empty();
            try {
                made = Optional.of(cells.prepare(shape));
            } catch (RuntimeException failure) {
                tell(shape, failure);
            } finally {
                warmed(shape, began, made);
            }
        });
    }

    private void tell(CellShape shape, RuntimeException failure) {
        lock.lock();
        try {
            if (!closed) {
                LOG.warn(
                        "a bootstrap in {} failed, and is left alone for a while: {}",
                        shape.root(),
                        failure.getMessage());
            }
        } finally {
            lock.unlock();
        }
    }

    private void warmed(CellShape shape, long began, Optional<Cell> made) {
        lock.lock();
        try {
            shelves.bootstrapEnds(shape, began, nanoTime.getAsLong(), made.isPresent());
            made.ifPresent(cell -> shelve(shape, cell));
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void shelve(CellShape shape, Cell cell) {
        boolean late;
        lock.lock();
        try {
            late = closed;
            if (!late) {
                shelf(shape).waiting.add(cell);
                arrived.signalAll();
            }
            if (failing) {
                failing = false;
                LOG.info("cells are made ahead again");
            }
        } finally {
            lock.unlock();
        }
        if (late) {
            cell.close();
        }
    }

    private void pause(RuntimeException failure) {
        lock.lock();
        try {
            pausedUntil = nanoTime.getAsLong() + PAUSE_AFTER_FAILURE.toNanos();
            if (!failing && !closed) {
                failing = true;
                LOG.warn("cells cannot be made ahead: {}", failure.getMessage());
            }
        } finally {
            lock.unlock();
        }
    }
}
