package freehold.worker.scale;

import freehold.cell.FilterClass;
import freehold.execution.WorkerIdentity;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.runtime.DefaultLimits;
import freehold.runtime.Installed;
import freehold.runtime.Pack;
import freehold.runtime.Step;
import freehold.runtime.Warmth;
import freehold.wire.cluster.BusBlobs;
import freehold.wire.cluster.BusRoster;
import freehold.wire.link.Stream;
import freehold.wire.nats.NatsAccess;
import freehold.wire.nats.NatsBus;
import freehold.worker.cell.CellPool;
import freehold.worker.cell.FakeCells;
import freehold.worker.cell.PoolPolicy;
import freehold.worker.execution.CellWorker;
import freehold.worker.workspace.BuildCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.helpers.NOPLogger;

/**
 * Workers of a cluster whose cells are null: all of a real worker but its cells, in which a program is a method that writes one line. So a control is
 * given more ends a second than the cells of one machine could make, and what it can carry can be measured. Runs until it is killed;
 * `proof/scale/run` starts it.
 *
 * <p>Arguments: the address of NATS, a folder of its own, the number of workers, the number of cells of each.
 */
final class NullWorkers {
    private static final Bytes BLOBS_MAX = Bytes.mebi(64);
    private static final Bytes BUILDS_MAX = Bytes.mebi(1);
    private static final byte[] LINE = "hello\n".getBytes(StandardCharsets.US_ASCII);

    /** The runtime that they offer: its programs are never looked at. */
    private static final Installed NULL = new Installed(
            new Pack(
                    "null",
                    "Nothing",
                    List.of(),
                    List.of(),
                    List.of(),
                    "main",
                    Optional.empty(),
                    new Step(List.of("null"), Map.of(), FilterClass.COMPILED, DefaultLimits.RUN, List.of()),
                    List.of()),
            "1",
            Digest.of(LINE),
            Optional.empty(),
            "null-run",
            Map.of(),
            "host",
            Bytes.NONE,
            new Warmth.Full());

    private NullWorkers() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        NatsAccess nats = new NatsAccess(List.of(arguments[0]), Optional.empty(), Optional.empty(), Optional.empty());
        Path folder = Path.of(arguments[1]);
        int workers = Integer.parseInt(arguments[2]);
        int capacity = Integer.parseInt(arguments[3]);
        for (int i = 0; i < workers; i++) {
            announce(nats, Files.createDirectories(folder.resolve("null" + i)), "null" + i, capacity);
        }
        System.out.println("ready");
        Thread.currentThread().join();
    }

    /** Each with a connection of its own, as a worker on another machine has. */
    private static void announce(NatsAccess nats, Path folder, String name, int capacity)
            throws IOException, InterruptedException {
        FakeCells cells = new FakeCells().with("null", in -> {
            in.write(Stream.STDOUT, LINE);
            return 0;
        });
        NatsBus bus = NatsBus.connect(nats, "null worker " + name);
        CellWorker worker = new CellWorker(
                new WorkerIdentity(name, "none", "none"),
                cells,
                new CellPool(cells, PoolPolicy.none(), System::nanoTime),
                new BusBlobs(bus, folder.resolve("blobs"), BLOBS_MAX.count()),
                BuildCache.open(folder.resolve("builds"), BUILDS_MAX, 1, InstantSource.system()),
                capacity,
                System::nanoTime,
                NOPLogger.NOP_LOGGER);
        new BusRoster(bus, new BusRoster.Identity("wrk_" + name, name, Map.of(), List.of(NULL)), () -> {})
                .announce(worker);
    }
}
