package freehold.cli.node;

import freehold.cli.machine.Machine;
import freehold.execution.Plan;
import freehold.execution.WorkerIdentity;
import freehold.quantity.Bytes;
import freehold.wire.link.Blobs;
import freehold.wire.link.Roster;
import freehold.wire.pace.Pace;
import freehold.worker.cell.CellPool;
import freehold.worker.cell.CellShape;
import freehold.worker.cell.PoolPolicy;
import freehold.worker.execution.CellWorker;
import freehold.worker.linux.LinuxCells;
import freehold.worker.workspace.BuildCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** A worker in this process, announced at a roster. */
public final class WorkerNode implements AutoCloseable {
    private static final Bytes BUILDS_MAX = Bytes.gibi(1);
    private static final int BUILDS_COUNT_MAX = 10_000;
    private static final Duration BUILDS_SWEPT = Duration.ofHours(1);

    private final LinuxCells cells;
    private final CellPool pool;
    private final CellWorker worker;
    private final Pace.Beat sweeping;
    private final Roster.Registration registration;

    /**
     * Begins to work.
     *
     * @param name by which it is known
     * @param roster where it announces itself, for as long as it is open
     * @param socket of the cell daemon
     * @param builds directory of the build cache, which nobody else uses
     * @param capacity executions at one time
     * @param story is told when an execution begins and how it ended
     */
    public WorkerNode(
            String name,
            Roster roster,
            Path socket,
            Blobs blobs,
            Path builds,
            int capacity,
            PoolPolicy policy,
            Logger story) {
        this.cells = new LinuxCells(socket);
        this.pool = new CellPool(cells, policy, System::nanoTime);
        try {
            BuildCache cache = BuildCache.open(builds, BUILDS_MAX, BUILDS_COUNT_MAX, InstantSource.system());
            this.worker = new CellWorker(identity(name), cells, pool, blobs, cache, capacity, System::nanoTime, story);
            this.sweeping = Pace.REAL.every("builds", BUILDS_SWEPT, () -> {
                cache.dropUnused();
                return true;
            });
        } catch (IOException unusable) {
            try (cells;
                    pool) {
                throw new UncheckedIOException(
                        "the build cache, or what /proc says of this host, cannot be used", unusable);
            }
        }
        this.registration = roster.announce(worker);
    }

    private static WorkerIdentity identity(String name) throws IOException {
        Machine machine = Machine.ofThis();
        return new WorkerIdentity(name, machine.kernel(), machine.processor());
    }

    /** The name of this host, for a worker that needs no other. */
    public static String hostName() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    }

    /** From now on cells wait for the steps of such a plan that can start warm, as far as there are places. */
    public void reserve(Plan plan) {
        Stream.concat(plan.build().stream(), Stream.of(plan.run()))
                .map(CellShape::of)
                .filter(CellShape::isWarm)
                .forEach(pool::reserve);
    }

    /** Prepared cells that wait for a program. */
    public int waiting() {
        return pool.waiting();
    }

    /** Ends what runs, and gives all cells back. */
    @Override
    public void close() {
        try (cells;
                pool;
                sweeping;
                worker;
                registration) {
            // each also where one before it could not be closed
        }
    }
}
