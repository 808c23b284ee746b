package freehold.cli.serve;

import freehold.cli.node.HostStage;
import freehold.cli.node.WorkerNode;
import freehold.control.admission.Admission;
import freehold.control.admission.Decision;
import freehold.control.tenancy.KeySecret;
import freehold.execution.Content;
import freehold.execution.Request;
import freehold.runtime.Installed;
import freehold.tenant.TenantId;
import freehold.wire.link.Link;
import freehold.worker.cell.PoolPolicy;
import freehold.worker.folder.FolderTree;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server does for itself once it answers, while nobody asks anything of it. Interpreters are started that wait for programs; and
 * executions are rehearsed, in a second server of this process that has a data folder and a key of its own, so that nothing of it is
 * seen in the first one's record or metrics; the log has lines of it. What fails here costs users some milliseconds, and nothing else.
 */
final class WarmUp implements AutoCloseable {
    /** Of the daemon's cells, for the second server: one that runs, and one that is not yet gone. */
    static final int CELLS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration MOST = Duration.ofMinutes(1);
    private static final Content.Inline NOTHING = new Content.Inline(new byte[0]);

    /** What is under way at a stop takes milliseconds; more is waited for by nobody who wants a server to end. */
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(5);

    private final BooleanSupplier idle;
    private final Runnable reserving;
    private final Rehearsing rehearsing;
    private volatile Optional<Thread> thread = Optional.empty();
    private volatile boolean stopping;

    /** Rehearses in a folder, which need not exist. */
    interface Rehearsing {
        /**
         * Plays it to its end.
         *
         * @param on asked before each execution; the first no is the end
         */
        void play(Path data, BooleanSupplier on) throws IOException, InterruptedException;
    }

    WarmUp(HostStage stage, WorkerNode node, Link link, Admission admission) {
        this(
                () -> link.credit() >= link.capacity(),
                () -> reserve(stage, node, admission),
                (data, on) -> Service.rehearse(
                        stage, data, PoolPolicy.none(), Optional.of(KeySecret.make(new SecureRandom())), on));
    }

    /** @param idle whether no execution of a user is under way */
    WarmUp(BooleanSupplier idle, Runnable reserving, Rehearsing rehearsing) {
        this.idle = idle;
        this.reserving = reserving;
        this.rehearsing = rehearsing;
    }

    /** @param data a folder for the second server, which need not exist */
    void begin(Path data) {
        thread = Optional.of(Thread.ofPlatform().name("warm-up").daemon(true).start(() -> {
            reserving.run();
            rehearse(data);
        }));
    }

    /** For the version of each pack that is meant when none is named. */
    private static void reserve(HostStage stage, WorkerNode node, Admission admission) {
        Set<String> names = new HashSet<>();
        for (Installed installed : stage.catalogue().installed()) {
            String name = installed.pack().name();
            if (names.add(name) && installed.hasBootstraps()) {
                Request request = Request.ofSource(name, NOTHING, List.of(), NOTHING, Map.of());
                if (admission.admit(TenantId.LOCAL, request) instanceof Decision.Admitted(var plan)) {
                    node.reserve(plan);
                }
            }
        }
    }

    private void rehearse(Path data) {
        long deadline = System.nanoTime() + MOST.toNanos();
        if (stopping) {
            return;
        }
        try {
            rehearsing.play(data, () -> isQuiet(deadline));
            FolderTree.delete(data);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException failed) {
            LOG.warn("The first executions will be slower than later ones: {}", failed.toString());
        }
    }

    /** Waits until no execution of a user is under way; false if that takes too long, or the server stops. */
    private boolean isQuiet(long deadline) {
        try {
            while (!stopping && !idle.getAsBoolean() && System.nanoTime() < deadline) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return !stopping
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted();
    }

    /** An interrupt would break off what opens or closes the second server, so it comes last. */
    @Override
    public void close() {
        stopping = true;
        try {
            if (thread.isPresent() && !thread.get().join(STOPPED_WITHIN)) {
                thread.get().interrupt();
                if (!thread.get().join(STOPPED_WITHIN)) {
                    LOG.warn("The warm-up does not end; the server stops without it");
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
