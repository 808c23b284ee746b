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

    private final HostStage stage;
    private final WorkerNode node;
    private final Link link;
    private final Admission admission;
    private volatile Optional<Thread> thread = Optional.empty();

    WarmUp(HostStage stage, WorkerNode node, Link link, Admission admission) {
        this.stage = stage;
        this.node = node;
        this.link = link;
        this.admission = admission;
    }

    /** @param data a folder for the second server, which need not exist */
    void begin(Path data) {
        thread = Optional.of(Thread.ofPlatform().name("warm-up").daemon(true).start(() -> {
            reserve();
            rehearse(data);
        }));
    }

    /** For the version of each pack that is meant when none is named. */
    private void reserve() {
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
        try {
            KeySecret secret = KeySecret.make(new SecureRandom());
            Service.rehearse(stage, data, PoolPolicy.none(), Optional.of(secret), () -> isQuiet(deadline));
            FolderTree.delete(data);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException failed) {
            LOG.warn("The first executions will be slower than later ones: {}", failed.toString());
        }
    }

    /** Waits until no execution of a user is under way; false if that takes too long. */
    private boolean isQuiet(long deadline) {
        try {
            while (link.credit() < link.capacity() && System.nanoTime() < deadline) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return System.nanoTime() < deadline && !Thread.currentThread().isInterrupted();
    }

    @Override
    public void close() {
        try {
            if (thread.isPresent()) {
                thread.get().interrupt();
                thread.get().join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
