package freehold.cli.serve;

import freehold.cli.node.HostStage;
import freehold.cli.packs.Packs;
import freehold.cli.scratch.Scratch;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.wire.pack.PackFile;
import freehold.worker.cell.PoolPolicy;
import freehold.worker.execution.CellWorker;
import freehold.worker.rootfs.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** A server for this process alone: on a free port of loopback, with one key that nobody else has. Nothing of it remains. */
public final class OwnServer implements AutoCloseable {
    private final URI address;
    private final KeySecret key;
    private final Shutdown shutdown;

    private OwnServer(URI address, KeySecret key, Shutdown shutdown) {
        this.address = address;
        this.key = key;
        this.shutdown = shutdown;
    }

    /** Starts one, as the user who called, who must be root. */
    public static OwnServer start(Progress progress) {
        List<PackFile> packs = Packs.here().read();
        int cells = Service.cellsOfThisMachine();
        PoolPolicy policy = PoolPolicy.forProcessors(Runtime.getRuntime().availableProcessors());
        Shutdown shutdown = Shutdown.bySignal();
        try {
            HostStage stage = shutdown.closes(HostStage.prepare(
                    toolchains -> toolchains.discover(packs),
                    new HostStage.Peer(0, 2 * cells + policy.most()),
                    progress));
            Scratch scratch = shutdown.closes(Scratch.make());
            Files.createDirectories(scratch.folder("data"));
            KeySecret key = KeySecret.make(new SecureRandom());
            KeyFile keys = new KeyFile(List.of(new KeyFile.Key(key.digest(), Caller.LOCAL)));
            PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
            Service service = new Service(Service.Settings.aside(scratch.folder("data"), cells), nowhere, nowhere);
            int port = service.open(
                            service.serverSettings(),
                            () -> Optional.of(keys),
                            stage,
                            policy,
                            LoggerFactory.getLogger(CellWorker.class),
                            shutdown)
                    .port();
            return new OwnServer(URI.create("http://127.0.0.1:" + port), key, shutdown);
        } catch (IOException failed) {
            shutdown.end();
            throw new UncheckedIOException(failed);
        } catch (RuntimeException failed) {
            shutdown.end();
            throw failed;
        }
    }

    public URI address() {
        return address;
    }

    public String key() {
        return key.value();
    }

    @Override
    public void close() {
        shutdown.end();
    }
}
