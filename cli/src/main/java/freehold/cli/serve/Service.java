package freehold.cli.serve;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.crypto.NativeCrypto;
import freehold.cli.daemon.ServiceUser;
import freehold.cli.node.HostStage;
import freehold.cli.node.WorkerNode;
import freehold.cli.packs.Packs;
import freehold.control.admission.Admission;
import freehold.control.blob.BlobStore;
import freehold.control.blob.FileBlobs;
import freehold.control.http.AddressUnavailable;
import freehold.control.http.ServerSettings;
import freehold.control.http.TlsFiles;
import freehold.control.ledger.Signer;
import freehold.control.ledger.SigningKeyFile;
import freehold.control.retention.Retention;
import freehold.control.sql.PostgresAddress;
import freehold.control.sql.SqlRecords;
import freehold.control.telemetry.Tracing;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.vault.MasterKeyFile;
import freehold.control.vault.MasterKeySource;
import freehold.control.webhook.Destinations;
import freehold.runtime.Catalogue;
import freehold.tenant.TenantId;
import freehold.wire.link.Link;
import freehold.wire.link.MemoryLink;
import freehold.wire.pack.PackFile;
import freehold.worker.cell.PoolPolicy;
import freehold.worker.execution.CellWorker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/**
 * A server from start to end: the host is prepared as root, root is given up, and only then is anything opened that a stranger
 * can reach. Ends in the opposite order.
 */
public final class Service {
    public static final int CELLS_MAX = 1_024;
    /** What a program waits for is mostly itself; two to a processor keep it busy without making all of them late. */
    private static final int CELLS_A_PROCESSOR = 2;

    private final Settings settings;
    private final PrintWriter out;
    private final PrintWriter err;
    private final CountDownLatch daemonGone = new CountDownLatch(1);

    /** What was asked for, checked. */
    record Settings(
            Listen listen,
            Path data,
            Optional<Path> keys,
            int user,
            int cells,
            Retention retention,
            Destinations callbacks,
            List<DialectListen> dialects,
            Optional<TlsFiles> tls,
            Entrance entrance,
            Map<TenantId, Integer> shares,
            Supplier<Tracing> tracing,
            Optional<PostgresAddress> database,
            MasterKeySource masters) {
        Settings {
            shares = Map.copyOf(shares);
            dialects = List.copyOf(dialects);
        }

        /** For a server on a free port of loopback that only this process knows of. */
        static Settings aside(Path data, int cells) {
            return new Settings(
                    Listen.parse("127.0.0.1:0"),
                    data,
                    Optional.empty(),
                    ServiceUser.NUMBER,
                    cells,
                    Retention.DEFAULT,
                    Destinations.PUBLIC,
                    List.of(),
                    Optional.empty(),
                    Entrance.USUAL,
                    Map.of(),
                    Tracing::none,
                    Optional.empty(),
                    new MasterKeyFile(MasterKeyFile.in(data)));
        }

        /** Files that the service must be able to read. */
        List<Path> readable() {
            return Stream.concat(
                            keys.stream(), tls.stream().flatMap(files -> Stream.of(files.certificate(), files.key())))
                    .toList();
        }

        String scheme() {
            return tls.isPresent() ? "https://" : "http://";
        }

        /** Where it answers, as for people. */
        String address(int port) {
            return scheme() + listen.host() + ":" + port;
        }

        /** Whether it is worth while to begin: what the record has is known when it is open. */
        boolean mayHaveKeys() {
            return keys.isPresent()
                    || entrance.bootstrap()
                    || entrance.trust().isPresent()
                    || database.isPresent()
                    || Files.exists(data.resolve("freehold.db"));
        }

        /** How it listens. */
        ServerSettings server() {
            ServerSettings standard = ServerSettings.onLoopback(listen.port());
            return new ServerSettings(
                    listen.address(),
                    listen.port(),
                    standard.body(),
                    standard.blob(),
                    standard.drain(),
                    standard.idle(),
                    standard.connections(),
                    dialects.stream()
                            .map(each -> new ServerSettings.DialectPort(
                                    each.dialect(),
                                    each.listen().address(),
                                    each.listen().port()))
                            .toList(),
                    tls);
        }
    }

    Service(Settings settings, PrintWriter out, PrintWriter err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    /** Executions at one time, where nobody says how many. */
    public static int cellsOfThisMachine() {
        return CELLS_A_PROCESSOR * Runtime.getRuntime().availableProcessors();
    }

    /** Serves until a signal, or until the daemon is gone; the status of the command. */
    int serve() {
        Shutdown shutdown = Shutdown.bySignal();
        Started started = start(shutdown, _ -> true, this::becomeService);
        Opened opened = started.opened();
        shutdown.servesUntilEndOf(opened.living());
        announce(opened, started.stage().catalogue());
        NativeCrypto.loadSoon();
        WarmUp warmUp = shutdown.closes(new WarmUp(started.stage(), opened.node(), opened.link(), opened.admission()));
        warmUp.begin(DataFolder.temporary(settings.data()).resolve("rehearsal"));
        try {
            daemonGone.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (shutdown.begun()) {
            shutdown.awaitEnd();
            return ExitStatus.OK;
        }
        shutdown.fails();
        logger().error("The cell daemon is gone, and with it all cells; the server ends");
        return ExitStatus.FAULTED;
    }

    /** Starts as {@link #serve} does, but stays root and knows few runtimes; rehearses, and ends. */
    void rehearse() {
        Shutdown shutdown = Shutdown.byHand();
        try {
            Started started = start(
                    shutdown,
                    file -> Rehearsal.SOURCES.containsKey(file.pack().name()),
                    () -> ServiceIdentity.rehearse(settings.data()));
            Catalogue catalogue = started.stage().catalogue();
            announce(started.opened(), catalogue);
            NativeCrypto.loadSoon();
            new Rehearsal(started.opened().port(), catalogue, Optional.empty()).play(() -> true);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            shutdown.end();
        }
    }

    /** A server that answers, and what it stands on. */
    private record Started(HostStage stage, Opened opened) {}

    private Started start(Shutdown shutdown, Predicate<PackFile> wanted, Runnable identity) {
        ServerSettings server = serverSettings();
        Supplier<Optional<KeyFile>> keys = settings.keys()
                .<Supplier<Optional<KeyFile>>>map(KeySource::open)
                .orElse(Optional::empty);
        refuse(server.refusal(settings.mayHaveKeys()));
        requireAddresses(server);
        PoolPolicy policy = PoolPolicy.forProcessors(Runtime.getRuntime().availableProcessors());
        List<PackFile> packs = Packs.here().read().stream().filter(wanted).toList();
        HostStage stage = HostStage.prepare(
                toolchains -> toolchains.discover(packs),
                new HostStage.Peer(settings.user(), 2 * settings.cells() + policy.most() + WarmUp.CELLS),
                (what, doing) -> err.println("freehold: " + what + ": " + doing));
        shutdown.closes(stage);
        stage.daemon().onEnd(daemonGone::countDown);
        identity.run();
        return new Started(
                stage, open(server, keys, stage, policy, LoggerFactory.getLogger(CellWorker.class), shutdown));
    }

    /** A second server, which nobody is told of, for as long as it takes to rehearse with it. */
    static void rehearse(HostStage stage, Path data, PoolPolicy policy, Optional<KeySecret> secret, BooleanSupplier on)
            throws IOException, InterruptedException {
        Files.createDirectories(data);
        Optional<KeyFile> keys = secret.map(each -> new KeyFile(List.of(new KeyFile.Key(each.digest(), Caller.LOCAL))));
        Shutdown shutdown = Shutdown.byHand();
        try (PrintWriter nowhere = new PrintWriter(Writer.nullWriter())) {
            Service second = new Service(Settings.aside(data, 1), nowhere, nowhere);
            Opened opened =
                    second.open(second.serverSettings(), () -> keys, stage, policy, NOPLogger.NOP_LOGGER, shutdown);
            new Rehearsal(opened.port(), stage.catalogue(), secret).play(on);
        } finally {
            shutdown.end();
        }
    }

    private void becomeService() {
        ServiceIdentity.become(settings.user(), settings.data(), settings.readable());
    }

    /** What answers now, and whether whoever asks must show a key. */
    record Opened(int port, boolean wantsProof, WorkerNode node, Link link, Admission admission, IntSupplier living) {}

    /** Opens everything, and answers from then on. */
    Opened open(
            ServerSettings server,
            Supplier<Optional<KeyFile>> keys,
            HostStage stage,
            PoolPolicy policy,
            Logger story,
            Shutdown shutdown) {
        try {
            shutdown.closes(DataFolder.take(settings.data()));
            SqlRecords records = shutdown.closes(records(SigningKeyFile.open(SigningKeyFile.in(settings.data()))));
            MasterKeyOptions.begin(records.vault(), settings.masters(), err);
            BlobStore blobs = settings.database().isPresent()
                    ? records.blobs()
                    : new FileBlobs(settings.data().resolve("blobs"), Assembly.CLOCK, records.vault());
            MemoryLink link = new MemoryLink();
            WorkerNode node = shutdown.closes(new WorkerNode(
                    WorkerNode.hostName(),
                    link,
                    stage.daemon().socket(),
                    blobs,
                    settings.data().resolve("builds"),
                    settings.cells(),
                    policy,
                    story));
            Assembly.Opened opened = new Assembly(settings, server, keys, out, err, shutdown)
                    .open(Assembly.Ground.alone(
                            stage::catalogue,
                            link,
                            records,
                            blobs,
                            metrics -> metrics.gauge(
                                    "freehold.cells.waiting",
                                    "Prepared cells that wait for a program",
                                    node::waiting)));
            return new Opened(opened.port(), opened.wantsProof(), node, link, opened.admission(), opened.living());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private SqlRecords records(Signer signer) {
        return settings.database()
                .map(address -> new SqlRecords(address, Assembly.CLOCK, signer, settings.masters()))
                .orElseGet(() -> new SqlRecords(
                        settings.data().resolve("freehold.db"), Assembly.CLOCK, signer, settings.masters()));
    }

    ServerSettings serverSettings() {
        return settings.server();
    }

    private void announce(Opened opened, Catalogue catalogue) {
        String address = settings.address(opened.port());
        err.println("freehold: runtimes: "
                + catalogue.installed().stream()
                        .map(each -> each.pack().name() + " " + each.version())
                        .collect(Collectors.joining(", ")));
        notHere(catalogue).ifPresent(err::println);
        String key = opened.wantsProof() ? " -H 'Authorization: Bearer fh_…'" : "";
        err.println("freehold: try: curl -s " + address + "/v1/executions -H 'Content-Type: application/json'" + key
                + " -d '{\"runtime\": \"python\", \"source\": \"print(6 * 7)\"}'");
        err.flush();
        out.println("Freehold is ready at " + address);
        out.flush();
    }

    /** One line for all of them, whose reasons are a page: it would hide where the server answers. */
    static Optional<String> notHere(Catalogue catalogue) {
        int count = catalogue.missing().size();
        return count == 0
                ? Optional.empty()
                : Optional.of("freehold: not here: " + count + (count == 1 ? " more language" : " more languages")
                        + "; freehold runtime list says what would bring each");
    }

    /** Ends the start, if there is a reason. */
    static void refuse(Optional<String> why) {
        if (why.isPresent()) {
            throw new Declined(ExitStatus.USAGE, why.get());
        }
    }

    /** Ends the start, if it cannot listen where it was to, before anything is made that a later start would find. */
    static void requireAddresses(ServerSettings server) {
        listening(() -> {
            server.requireAddresses();
            return server;
        });
    }

    /** What begins to listen, or tells people why it cannot. */
    static <T> T listening(Supplier<T> start) {
        try {
            return start.get();
        } catch (AddressUnavailable taken) {
            throw new Declined(
                    ExitStatus.UNAVAILABLE,
                    taken.getMessage() + "; name another by " + (taken.ofDialect() ? "--dialect" : "--listen"));
        }
    }

    private static Logger logger() {
        return LoggerFactory.getLogger(Service.class); // not before the log's form is chosen
    }
}
