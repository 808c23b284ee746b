package freehold.cli.cluster;

import freehold.cli.ExitStatus;
import freehold.cli.crypto.NativeCrypto;
import freehold.cli.node.HostStage;
import freehold.cli.node.WorkerNode;
import freehold.cli.packs.Packs;
import freehold.cli.serve.DataFolder;
import freehold.cli.serve.NatsOptions;
import freehold.cli.serve.ProcessName;
import freehold.cli.serve.ServiceIdentity;
import freehold.cli.serve.Shutdown;
import freehold.quantity.Bytes;
import freehold.wire.bus.Bus;
import freehold.wire.cluster.BusBlobs;
import freehold.wire.cluster.BusRoster;
import freehold.wire.link.Roster;
import freehold.wire.link.Worker;
import freehold.wire.nats.NatsAccess;
import freehold.wire.pack.PackFile;
import freehold.worker.cell.PoolPolicy;
import freehold.worker.execution.CellWorker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker from start to end: the host is prepared as root, root is given up, and only then is anybody dialled. */
final class WorkerService {
    private static final Bytes BLOBS_MAX = Bytes.gibi(2);

    private final Settings settings;
    private final PrintWriter out;
    private final PrintWriter err;
    private final CountDownLatch ending = new CountDownLatch(1);

    /** What was asked for, checked. */
    record Settings(
            NatsAccess nats,
            List<Path> credentials,
            String name,
            Map<String, String> labels,
            Path data,
            int user,
            int cells,
            Duration drain) {
        Settings {
            credentials = List.copyOf(credentials);
            labels = Map.copyOf(labels);
        }
    }

    WorkerService(Settings settings, PrintWriter out, PrintWriter err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    /** Works until a signal, a drain, or the end of the daemon; the status of the command. */
    int serve() {
        PoolPolicy policy = PoolPolicy.forProcessors(Runtime.getRuntime().availableProcessors());
        Shutdown shutdown = Shutdown.bySignal();
        List<PackFile> packs = Packs.here().read();
        HostStage stage = HostStage.prepare(
                toolchains -> toolchains.discover(packs),
                new HostStage.Peer(settings.user(), 2 * settings.cells() + policy.most()),
                (what, doing) -> err.println("freehold: " + what + ": " + doing));
        shutdown.closes(stage);
        CompletableFuture<Boolean> daemonGone = new CompletableFuture<>();
        stage.daemon().onEnd(() -> {
            daemonGone.complete(true);
            ending.countDown();
        });
        ServiceIdentity.become(settings.user(), settings.data(), settings.credentials());
        open(stage, policy, shutdown);
        shutdown.serves(() -> "what it has is waited for");
        NativeCrypto.loadSoon();
        out.println("Freehold works as " + settings.name() + " for the controls at "
                + String.join(", ", settings.nats().servers()));
        out.flush();
        try {
            ending.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (shutdown.begun()) {
            shutdown.awaitEnd();
            return ExitStatus.OK;
        }
        if (daemonGone.isDone()) {
            shutdown.fails();
            logger().error("The cell daemon is gone, and with it all cells; the worker ends");
            return ExitStatus.FAULTED;
        }
        logger().info("Nothing is left to do; the worker ends");
        return ExitStatus.OK;
    }

    private void open(HostStage stage, PoolPolicy policy, Shutdown shutdown) {
        try {
            shutdown.closes(DataFolder.take(settings.data()));
            Bus bus = shutdown.closes(NatsOptions.connect(settings.nats(), "freehold worker " + settings.name()));
            BusBlobs blobs = shutdown.closes(new BusBlobs(bus, settings.data().resolve("blobs"), BLOBS_MAX.count()));
            BusRoster roster = new BusRoster(
                    bus,
                    new BusRoster.Identity(
                            ProcessName.worker(),
                            settings.name(),
                            settings.labels(),
                            stage.catalogue().installed()),
                    ending::countDown);
            Draining draining = new Draining(roster);
            shutdown.closes(new WorkerNode(
                    settings.name(),
                    draining,
                    stage.daemon().socket(),
                    blobs,
                    settings.data().resolve("builds"),
                    settings.cells(),
                    policy,
                    LoggerFactory.getLogger(CellWorker.class)));
            shutdown.closes(() -> draining.drain(settings.drain()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Remembers the post that a worker was given, to drain it first. */
    private static final class Draining implements Roster {
        private final BusRoster roster;
        private final CompletableFuture<BusRoster.Post> post = new CompletableFuture<>();

        Draining(BusRoster roster) {
            this.roster = roster;
        }

        @Override
        public Registration announce(Worker worker) {
            BusRoster.Post given = roster.announce(worker);
            post.complete(given);
            return given;
        }

        void drain(Duration patience) throws InterruptedException {
            post.join().drain(patience);
        }
    }

    private static Logger logger() {
        return LoggerFactory.getLogger(WorkerService.class); // not before the log's form is chosen
    }
}
