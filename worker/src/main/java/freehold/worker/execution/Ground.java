package freehold.worker.execution;

import freehold.execution.FaultId;
import freehold.wire.link.Blobs;
import freehold.worker.cell.CellPool;
import freehold.worker.workspace.BuildCache;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * What all executions of a worker stand on.
 *
 * @param faultIds names for failures, each another
 * @param nanoTime a monotonic clock
 * @param story is told when an execution begins and how it ended; failures of ours go elsewhere
 */
record Ground(
        CellPool pool,
        Blobs blobs,
        BuildCache cache,
        Supplier<FaultId> faultIds,
        LongSupplier nanoTime,
        Logger story) {}
