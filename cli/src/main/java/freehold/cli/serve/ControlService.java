package freehold.cli.serve;

import freehold.cli.ExitStatus;
import freehold.cli.crypto.NativeCrypto;
import freehold.cli.packs.Packs;
import freehold.control.blob.BlobStore;
import freehold.control.execution.Fellowship;
import freehold.control.fellow.BusFellows;
import freehold.control.fellow.FellowDesk;
import freehold.control.fellow.TenureKeeper;
import freehold.control.http.ServerSettings;
import freehold.control.ledger.Signer;
import freehold.control.ledger.SigningKeyFile;
import freehold.control.record.Tenures;
import freehold.control.sql.SqlRecords;
import freehold.control.tenancy.KeyFile;
import freehold.runtime.Pack;
import freehold.wire.bus.Bus;
import freehold.wire.cluster.BlobDesk;
import freehold.wire.cluster.BusLink;
import freehold.wire.nats.NatsAccess;
import freehold.wire.pack.PackFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One of several controls, without a worker of its own: it needs no root, no cells, and no state of its own. */
final class ControlService {
    private final Service.Settings settings;
    private final NatsAccess nats;
    private final List<Path> credentials;
    private final PrintWriter out;
    private final PrintWriter err;
    private final CountDownLatch superseded = new CountDownLatch(1);

    /** @param credentials files that the service must be able to read, besides those of the settings */
    ControlService(
            Service.Settings settings, NatsAccess nats, List<Path> credentials, PrintWriter out, PrintWriter err) {
        this.settings = settings;
        this.nats = nats;
        this.credentials = credentials;
        this.out = out;
        this.err = err;
    }

    /** Serves until a signal, or until another control has taken over; the status of the command. */
    int serve() {
        ServerSettings server = settings.server();
        Supplier<Optional<KeyFile>> keys = settings.keys()
                .<Supplier<Optional<KeyFile>>>map(KeySource::open)
                .orElse(Optional::empty);
        Service.refuse(server.refusal(settings.mayHaveKeys()));
        Service.requireAddresses(server);
        Shutdown shutdown = Shutdown.bySignal();
        List<Pack> packs = Packs.here().read().stream().map(PackFile::pack).toList();
        ServiceIdentity.become(
                settings.user(),
                settings.data(),
                Stream.concat(settings.readable().stream(), credentials.stream())
                        .toList());
        Assembly.Opened opened = open(server, keys, packs, shutdown);
        shutdown.servesUntilEndOf(opened.living());
        err.flush();
        out.println("Freehold is ready at " + settings.address(opened.port()));
        out.flush();
        NativeCrypto.loadSoon();
        try {
            superseded.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (shutdown.begun()) {
            shutdown.awaitEnd();
            return ExitStatus.OK;
        }
        // What lives here lives elsewhere by now: nothing of it may be waited for, answered or stored.
        Runtime.getRuntime().halt(ExitStatus.FAULTED);
        return ExitStatus.FAULTED;
    }

    private Assembly.Opened open(
            ServerSettings server, Supplier<Optional<KeyFile>> keys, List<Pack> packs, Shutdown shutdown) {
        try {
            shutdown.closes(DataFolder.take(settings.data()));
            String id = ProcessName.control();
            Bus bus = shutdown.closes(NatsOptions.connect(nats, "freehold control " + id));
            BusLink link = shutdown.closes(new BusLink(bus, id, packs));
            Signer signer = SigningKeyFile.open(SigningKeyFile.in(settings.data()));
            SqlRecords records = shutdown.closes(
                    new SqlRecords(settings.database().orElseThrow(), Assembly.CLOCK, signer, settings.masters(), id));
            MasterKeyOptions.begin(records.vault(), settings.masters(), err);
            BlobStore blobs = records.blobs();
            shutdown.closes(new BlobDesk(bus, id, blobs, settings.data().resolve("uploads")));
            Tenures tenures = records.tenures(TenureKeeper.LEASE);
            err.println("freehold: this control is " + id);
            return new Assembly(settings, server, keys, out, err, shutdown)
                    .open(new Assembly.Ground(
                            link::catalogue,
                            link,
                            records,
                            blobs,
                            Optional.of(new Fellowship(tenures, new BusFellows(bus))),
                            Optional.of(link),
                            _ -> {},
                            executions -> {
                                shutdown.closes(new FellowDesk(bus, id, executions));
                                shutdown.closes(new TenureKeeper(tenures, executions, superseded::countDown));
                            }));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
