package freehold.cli.node;

import freehold.quantity.Bytes;
import freehold.wire.link.Blobs;
import freehold.wire.link.Roster;
import freehold.worker.cell.CellPool;
import freehold.worker.cell.PoolPolicy;
import freehold.worker.execution.CellWorker;
import freehold.worker.linux.LinuxCells;
import freehold.worker.workspace.BuildCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** A worker in this process, announced at a roster. */
public final class WorkerNode implements AutoCloseable {
    private static final Bytes BUILDS_MAX = Bytes.gibi(1);
    private static final int BUILDS_COUNT_MAX = 10_000;

    private final LinuxCells cells;
    private final CellPool pool;
    private final CellWorker worker;
    private final Roster.Registration registration;

    /**
     * Begins to work.
     *
     * @param roster where it announces itself, for as long as it is open
     * @param socket of the cell daemon
     * @param builds directory of the build cache, which nobody else uses
     * @param capacity executions at one time
     */
    public WorkerNode(Roster roster, Path socket, Blobs blobs, Path builds, int capacity, PoolPolicy policy) {
        this.cells = new LinuxCells(socket);
        this.pool = new CellPool(cells, policy, System::nanoTime);
        try {
            BuildCache cache = BuildCache.open(builds, BUILDS_MAX, BUILDS_COUNT_MAX, InstantSource.system());
            this.worker = new CellWorker(cells, pool, blobs, cache, capacity, System::nanoTime);
        } catch (IOException unusable) {
            pool.close();
            cells.close();
            throw new UncheckedIOException("the build cache cannot be used", unusable);
        }
        this.registration = roster.announce(worker);
    }

    /** Ends what runs, and gives all cells back. */
    @Override
    public void close() {
        registration.close();
        worker.close();
        pool.close();
        cells.close();
    }
}
