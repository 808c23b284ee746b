package freehold.worker.cell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * made on demand, in the same way. Cells are made ahead only while fewer than {@code quiet} executions are under way: a pool buys
 * latency, and must not take the processor from programs. {@link PoolPolicy} says what to keep. Cells in which a bootstrap has to start
 * first take long to make, so they are made beside the others, a few at a time; who finds none gets one without.
 */
public final class CellPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CellPool.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);
    private static final int SHAPES_MAX = 256;

    /** Bootstraps that start at one time: each keeps a processor busy. */
    private static final int WARMING_MAX = 2;

    private final Cells cells;
    private final PoolPolicy policy;
    private final int quiet;
    private final LongSupplier nanoTime;
    private final Thread keeper;
    private final ExecutorService warmers = Executors.newVirtualThreadPerTaskExecutor();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // guarded by lock
    private final Map<CellShape, Shelf> shelves = new HashMap<>();
    private int underWay;
    private int warming;
    private long pausedUntil;
    private boolean failing;
    private boolean closed;

    /**
     * Begins to keep cells.
     *
     * @param quiet how many executions must be under way for no cell to be made ahead; at least 1
     * @param nanoTime a monotonic clock
     */
    public CellPool(Cells cells, PoolPolicy policy, int quiet, LongSupplier nanoTime) {
        this.cells = cells;
        this.policy = policy;
        this.quiet = quiet;
        this.nanoTime = nanoTime;
        this.pausedUntil = nanoTime.getAsLong();
        this.keeper = Thread.ofVirtual().name("cell-pool").unstarted(this::keep);
        keeper.start();
    }

    /**
     * A cell of that shape, which the caller closes.
     *
     * @throws CellsUnavailable as {@link Cells#prepare}
     * @throws CellFault as {@link Cells#prepare}
     */
    public Cell take(CellShape shape) {
        for (Optional<Cell> waiting = poll(shape); waiting.isPresent(); waiting = pollAgain(shape)) {
            Cell cell = waiting.get();
            if (cell.isWaiting()) {
                return cell;
            }
            cell.close();
        }
        return shape.isWarm() ? take(shape.cold()) : cells.prepare(shape);
    }

    /** Says that cells of this shape will be wanted, before anybody asked for one. */
    public void expect(CellShape shape) {
        lock.lock();
        try {
            shelf(shape).use(nanoTime.getAsLong());
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** An execution is under way until the shift is closed. */
    public Shift begin() {
        lock.lock();
        try {
            underWay++;
        } finally {
            lock.unlock();
        }
        return this::end;
    }

    /** How many cells wait, for people to see. */
    public int waiting() {
        lock.lock();
        try {
            return shelves.values().stream()
                    .mapToInt(shelf -> shelf.waiting.size())
                    .sum();
        } finally {
            lock.unlock();
        }
    }

    /** Destroys the waiting cells, and makes no more ahead; cells that were lent are not its own any more. */
    @Override
    public void close() {
        List<Cell> left = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            shelves.values().forEach(shelf -> left.addAll(shelf.waiting));
            shelves.clear();
            changed.signal();
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

    /** Marks an execution as under way. */
    public interface Shift extends AutoCloseable {
        @Override
        void close();
    }

    private void end() {
        lock.lock();
        try {
            underWay--;
            if (underWay < quiet) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<Cell> poll(CellShape shape) {
        lock.lock();
        try {
            Shelf shelf = shelf(shape);
            shelf.use(nanoTime.getAsLong());
            Optional<Cell> cell = Optional.ofNullable(shelf.waiting.poll());
            if (underWay < quiet) {
                changed.signal();
            }
            return cell;
        } finally {
            lock.unlock();
        }
    }

    /** The next one of the same use, after one that was dead. */
    private Optional<Cell> pollAgain(CellShape shape) {
        lock.lock();
        try {
            return Optional.ofNullable(shelf(shape).waiting.poll());
        } finally {
            lock.unlock();
        }
    }

    private Shelf shelf(CellShape shape) {
        if (shelves.size() >= SHAPES_MAX && !shelves.containsKey(shape)) {
            // callers choose limits and so shapes: one that nobody waits for makes room
            shelves.entrySet().stream()
                    .filter(entry -> entry.getValue().waiting.isEmpty() && entry.getValue().coming == 0)
                    .min(Map.Entry.comparingByValue((one, other) -> Double.compare(one.demand, other.demand)))
                    .map(Map.Entry::getKey)
                    .ifPresent(shelves::remove);
        }
        return shelves.computeIfAbsent(shape, _ -> new Shelf(policy, nanoTime.getAsLong()));
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
                } else if (!changed.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                    discarded = anyDead();
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

    private void warm(CellShape shape) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            warming++;
            shelf(shape).coming++;
        } finally {
            lock.unlock();
        }
        warmers.execute(() -> {
            try {
                shelve(shape, cells.prepare(shape));
            } catch (RuntimeException failure) {
                pause(failure);
            } finally {
                warmed(shape);
            }
        });
    }

    private void warmed(CellShape shape) {
        lock.lock();
        try {
            warming--;
            shelf(shape).coming--;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private PoolPolicy.Step nextStep() {
        long now = nanoTime.getAsLong();
        shelves.values().forEach(shelf -> shelf.fade(now));
        shelves.values()
                .removeIf(shelf -> shelf.waiting.isEmpty() && shelf.coming == 0 && policy.isForgotten(shelf.demand));
        Map<CellShape, PoolPolicy.Stock> stocks = new HashMap<>();
        shelves.forEach((shape, shelf) -> stocks.put(shape, new PoolPolicy.Stock(shelf.demand, stock(shape, shelf))));
        PoolPolicy.Step step = policy.next(stocks);
        boolean busy = underWay >= quiet || now - pausedUntil < 0;
        return step instanceof PoolPolicy.Step.Prepare && busy ? new PoolPolicy.Step.Rest() : step;
    }

    /** What the policy shall think is there: nothing more is wanted of a bootstrap while as many start as may. */
    private int stock(CellShape shape, Shelf shelf) {
        int there = shelf.waiting.size() + shelf.coming;
        boolean enough = shape.isWarm() && warming >= WARMING_MAX;
        return enough ? Math.max(there, policy.deserved(shape, shelf.demand)) : there;
    }

    private Optional<Cell> anyDead() {
        for (Shelf shelf : shelves.values()) {
            for (Cell cell : shelf.waiting) {
                if (!cell.isWaiting()) {
                    shelf.waiting.remove(cell);
                    return Optional.of(cell);
                }
            }
        }
        return Optional.empty();
    }

    private void shelve(CellShape shape, Cell cell) {
        boolean late;
        lock.lock();
        try {
            late = closed;
            if (!late) {
                shelf(shape).waiting.add(cell);
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
