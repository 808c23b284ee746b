package freehold.worker.execution;

import freehold.execution.FaultId;
import freehold.execution.Plan;
import freehold.execution.WorkerIdentity;
import freehold.tenant.TenantId;
import freehold.wire.link.Blobs;
import freehold.wire.link.Lease;
import freehold.wire.link.Report;
import freehold.wire.link.Reports;
import freehold.wire.link.Worker;
import freehold.worker.cell.CellPool;
import freehold.worker.cell.Cells;
import freehold.worker.workspace.BuildCache;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out plans in cells, each on a thread of its own. The threads are of the platform, not virtual ones: a thread that waits for
 * the daemon's socket is woken 20 µs sooner, and there are about as many of them as cells.
 */
public final class CellWorker implements Worker, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CellWorker.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final Duration THREAD_IDLE = Duration.ofSeconds(60);

    private final WorkerIdentity identity;
    private final Cells cells;
    private final int capacity;
    private final Ground ground;
    private final ExecutorService threads;
    private final Set<PlanExecution> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * A worker that begins no plan by itself.
     *
     * @param identity what it says of itself
     * @param capacity executions at one time, at least 1
     * @param nanoTime a monotonic clock
     * @param story is told when an execution begins and how it ended
     */
    public CellWorker(
            WorkerIdentity identity,
            Cells cells,
            CellPool pool,
            Blobs blobs,
            BuildCache cache,
            int capacity,
            LongSupplier nanoTime,
            Logger story) {
        this(identity, cells, capacity, new Ground(pool, blobs, cache, randomFaultIds(), nanoTime, story));
    }

    CellWorker(WorkerIdentity identity, Cells cells, int capacity, Ground ground) {
        this.identity = identity;
        this.cells = cells;
        this.capacity = capacity;
        this.ground = ground;
        // as many again as executions: the last report of one lets the next begin, and its thread destroys its cell
        // after that
        this.threads = new ThreadPoolExecutor(
                0,
                2 * capacity,
                THREAD_IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().name("execution-", 1).daemon(true).factory());
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public boolean ready() {
        return !closed && cells.available();
    }

    @Override
    public void forgetKept(TenantId tenant) {
        ground.cache().forget(tenant);
        ground.blobs().forget(tenant);
    }

    @Override
    public Lease begin(Plan plan, Reports reports) {
        PlanExecution execution = new PlanExecution(plan, reports, ground);
        underWay.add(execution);
        if (closed) {
            execution.abandon();
        }
        Runnable work = () -> {
            try {
                reports.take(new Report.Taken(identity));
                execution.carryOut();
            } finally {
                underWay.remove(execution);
            }
        };
        try {
            threads.execute(work);
        } catch (RejectedExecutionException full) {
            // closed, or the threads of ended executions still destroy their cells: the report must come, and from
            // another thread
            if (closed) {
                execution.abandon();
            }
            Thread.ofPlatform().name("execution-beside").daemon(true).start(work);
        }
        ground.story()
                .info(
                        "{} begins: {} {}",
                        plan.id(),
                        plan.runtime().pack().name(),
                        plan.runtime().version());
        return execution;
    }

    /** Ends all executions, each of which still reports, and waits for them up to ten seconds. */
    @Override
    public void close() {
        closed = true;
        underWay.forEach(PlanExecution::abandon);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.error("{} executions did not end in time", underWay.size());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Supplier<FaultId> randomFaultIds() {
        SecureRandom random = new SecureRandom();
        return () -> {
            byte[] bytes = new byte[8];
            random.nextBytes(bytes);
            return new FaultId("flt_" + HexFormat.of().formatHex(bytes));
        };
    }
}
