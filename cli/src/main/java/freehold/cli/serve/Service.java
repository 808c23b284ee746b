package freehold.cli.serve;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.daemon.ServiceUser;
import freehold.cli.node.HostStage;
import freehold.cli.node.WorkerNode;
import freehold.cli.packs.Packs;
import freehold.cli.privilege.Privileges;
import freehold.cli.scratch.Scratch;
import freehold.control.admission.Admission;
import freehold.control.admission.Ceilings;
import freehold.control.admission.Ids;
import freehold.control.blob.FileBlobs;
import freehold.control.callback.Backoff;
import freehold.control.callback.Courier;
import freehold.control.callback.Deliveries;
import freehold.control.callback.Scribe;
import freehold.control.callback.Sender;
import freehold.control.cel.CelConditions;
import freehold.control.dialect.jobe.Jobe;
import freehold.control.dialect.judge0.CallbackScribe;
import freehold.control.dialect.judge0.Judge0;
import freehold.control.dialect.librechat.LibreChat;
import freehold.control.dialect.piston.Piston;
import freehold.control.dialect.sandboxfusion.SandboxFusion;
import freehold.control.dispatch.Dispatcher;
import freehold.control.dispatch.QueueBounds;
import freehold.control.exchange.AgentTools;
import freehold.control.exchange.Dialect;
import freehold.control.execution.Batches;
import freehold.control.execution.Executions;
import freehold.control.http.ApiServer;
import freehold.control.http.ServerSettings;
import freehold.control.http.TlsFiles;
import freehold.control.ledger.LedgerActs;
import freehold.control.ledger.SigningKeyFile;
import freehold.control.mcp.McpEndpoint;
import freehold.control.mcp.Tools;
import freehold.control.policy.Inspection;
import freehold.control.policy.Meter;
import freehold.control.policy.Policies;
import freehold.control.policy.PolicyStore;
import freehold.control.retention.Retention;
import freehold.control.retention.Sweep;
import freehold.control.sql.SqlRecords;
import freehold.control.telemetry.Metrics;
import freehold.control.telemetry.Tracing;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.LoggedActs;
import freehold.control.webhook.Destinations;
import freehold.control.webhook.SocketSender;
import freehold.quantity.Bytes;
import freehold.runtime.Catalogue;
import freehold.runtime.Missing;
import freehold.tenant.TenantId;
import freehold.wire.link.Link;
import freehold.wire.pack.PackFile;
import freehold.worker.cell.PoolPolicy;
import freehold.worker.execution.CellWorker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
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
    static final int CELLS_MAX = 1_024;
    private static final int EQUAL_SHARE = 1;
    private static final String API_VERSION = "1";
    private static final InstantSource CLOCK = InstantSource.system();

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
            Supplier<Tracing> tracing) {
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
                    Tracing::none);
        }
    }

    Service(Settings settings, PrintWriter out, PrintWriter err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    /** Serves until a signal, or until the daemon is gone; the status of the command. */
    int serve() {
        ServerSettings server = serverSettings();
        Supplier<Optional<KeyFile>> keys = settings.keys()
                .<Supplier<Optional<KeyFile>>>map(KeySource::open)
                .orElse(Optional::empty);
        server.refusal(mayHaveKeys()).ifPresent(Service::declined);
        PoolPolicy policy = PoolPolicy.forProcessors(Runtime.getRuntime().availableProcessors());
        Shutdown shutdown = Shutdown.bySignal();
        List<PackFile> packs = Packs.here().read();
        HostStage stage = HostStage.prepare(
                toolchains -> toolchains.discover(packs),
                new HostStage.Peer(settings.user(), 2 * settings.cells() + policy.total() + WarmUp.CELLS),
                (what, doing) -> err.println("freehold: " + what + ": " + doing));
        shutdown.closes(stage);
        stage.daemon().onEnd(daemonGone::countDown);
        becomeService();
        Opened opened = open(server, keys, stage, policy, LoggerFactory.getLogger(CellWorker.class), shutdown);
        shutdown.serves();
        announce(opened, stage.catalogue());
        WarmUp warmUp = shutdown.closes(new WarmUp(stage, opened.node(), opened.admission()));
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

    /** Starts a server on a free port of loopback, without giving root up, rehearses with it, and ends it. */
    public static void rehearse() {
        List<PackFile> packs = Packs.here().read().stream()
                .filter(file -> Rehearsal.SOURCES.containsKey(file.pack().name()))
                .toList();
        try (Scratch scratch = Scratch.make();
                HostStage stage = HostStage.prepare(
                        toolchains -> toolchains.discover(packs),
                        new HostStage.Peer(ServiceUser.NUMBER, 8),
                        (what, doing) -> {})) {
            PoolPolicy policy = PoolPolicy.forProcessors(Runtime.getRuntime().availableProcessors());
            rehearse(stage, scratch.folder("data"), policy, Optional.empty(), () -> true);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
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
        DataFolder.prepare(settings.data(), settings.user());
        String temporary = DataFolder.temporary(settings.data()).toString();
        System.setProperty("org.sqlite.tmpdir", temporary);
        System.setProperty("java.io.tmpdir", temporary);
        ClassPath.requireReadable();
        try {
            Privileges.drop(settings.user(), ServiceUser.NUMBER);
        } catch (IOException failed) {
            throw new UncheckedIOException("root could not be given up, so nothing is served", failed);
        }
        if (!Files.isWritable(settings.data())) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "user " + settings.user() + ", who the server is, cannot reach the data folder " + settings.data());
        }
        settings.keys().filter(file -> !Files.isReadable(file)).ifPresent(file -> {
            throw new Declined(
                    ExitStatus.USAGE,
                    "user " + settings.user() + ", who the server is, cannot read the key file " + file);
        });
        settings.tls().stream()
                .flatMap(files -> Stream.of(files.certificate(), files.key()))
                .filter(file -> !Files.isReadable(file))
                .findFirst()
                .ifPresent(file -> declined("user " + settings.user() + ", who the server is, cannot read " + file
                        + ": chown " + settings.user() + " " + file));
    }

    /** What answers now, and whether whoever asks must show a key. */
    record Opened(int port, boolean wantsProof, WorkerNode node, Admission admission) {}

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
            Metrics metrics = shutdown.closes(new Metrics());
            Tracing tracing = shutdown.closes(settings.tracing().get());
            FileBlobs blobs = new FileBlobs(settings.data().resolve("blobs"), CLOCK);
            WorkerNode node = shutdown.closes(new WorkerNode(
                    stage.daemon().socket(),
                    blobs,
                    settings.data().resolve("builds"),
                    settings.cells(),
                    policy,
                    story));
            SigningKeyFile signer = SigningKeyFile.open(SigningKeyFile.in(settings.data()));
            SqlRecords records = shutdown.closes(new SqlRecords(settings.data().resolve("freehold.db"), CLOCK, signer));
            shutdown.closes(new Sweep(settings.retention(), records, blobs, blobs, CLOCK));
            Ids ids = new Ids(CLOCK, new SecureRandom());
            Deliveries deliveries = records.deliveries();
            Courier courier = shutdown.closes(new Courier(
                    deliveries,
                    records,
                    new CallbackScribe(stage::catalogue, Scribe.OF_EXECUTIONS),
                    new SocketSender(settings.callbacks(), Sender.USUAL_PATIENCE),
                    Backoff.DEFAULT,
                    CLOCK,
                    new SecureRandom()));
            PolicyStore store = records.policies();
            Policies policies = new Policies(store, new Inspection(new CelConditions(), Ceilings.SERVER.most()), CLOCK);
            Meter meter = new Meter(store, policies, CLOCK);
            Admission admission = new Admission(stage::catalogue, Ceilings.SERVER, ids, policies);
            Dispatcher dispatcher = new Dispatcher(
                    node.link(),
                    QueueBounds.DEFAULT,
                    tenant -> settings.shares().getOrDefault(tenant, EQUAL_SHARE));
            Executions executions = new Executions(
                    admission, meter, dispatcher, node.link(), records, blobs, CLOCK, courier.beside(execution -> {
                        metrics.ended(execution);
                        tracing.ended(execution);
                    }));
            metrics.gauge("freehold.cells.waiting", "Prepared cells that wait for a program", node::waiting);
            ApiServer.Identity identity = settings.entrance()
                    .identity(
                            records.directory(),
                            keys,
                            executions,
                            new LedgerActs(records.ledger(), new LoggedActs()),
                            ids,
                            CLOCK);
            settings.entrance().begin(identity, out);
            server.refusal(identity.callers().canBeProved()).ifPresent(Service::declined);
            ApiServer api = shutdown.closes(server(
                    server,
                    new ApiServer.Parts(
                            stage::catalogue,
                            node.link(),
                            records,
                            blobs,
                            executions,
                            new Batches(executions, admission, meter, dispatcher, records, ids, CLOCK),
                            admission,
                            policies,
                            meter,
                            deliveries,
                            records.ledger(),
                            records.usage(),
                            courier,
                            metrics,
                            tracing,
                            ids,
                            identity,
                            dialects(executions, stage::catalogue, node.link(), blobs),
                            () -> tools(executions, stage::catalogue, blobs, server.body()))));
            int port = api.start();
            settings.dialects()
                    .forEach(each -> err.println("freehold: " + each.dialect() + " is served at "
                            + scheme()
                            + each.listen().host() + ":"
                            + api.port(each.dialect()).orElseThrow()));
            return new Opened(port, identity.callers().wantProof(), node, admission);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<Dialect> dialects(
            Executions executions, Supplier<Catalogue> catalogue, Link link, FileBlobs blobs) {
        return List.of(
                new Judge0(executions, catalogue, Ceilings.SERVER, QueueBounds.DEFAULT.ofTenant(), link, CLOCK),
                new Piston(executions, catalogue),
                new Jobe(executions, catalogue, blobs),
                new SandboxFusion(executions, catalogue, Ceilings.SERVER, blobs),
                new LibreChat(executions, catalogue, blobs, CLOCK, new SecureRandom()));
    }

    private static AgentTools tools(Executions executions, Supplier<Catalogue> catalogue, FileBlobs blobs, Bytes body) {
        return new McpEndpoint(
                new Tools(executions, blobs, catalogue, ApiServer::words),
                API_VERSION,
                Math.toIntExact(body.count()),
                new SecureRandom());
    }

    ServerSettings serverSettings() {
        ServerSettings standard = ServerSettings.onLoopback(settings.listen().port());
        return new ServerSettings(
                settings.listen().address(),
                settings.listen().port(),
                standard.body(),
                standard.blob(),
                standard.drain(),
                standard.idle(),
                standard.connections(),
                settings.dialects().stream()
                        .map(each -> new ServerSettings.DialectPort(
                                each.dialect(),
                                each.listen().address(),
                                each.listen().port()))
                        .toList(),
                settings.tls());
    }

    private void announce(Opened opened, Catalogue catalogue) {
        String address = scheme() + settings.listen().host() + ":" + opened.port();
        err.println("freehold: runtimes: "
                + catalogue.installed().stream()
                        .map(each -> each.pack().name() + " " + each.version())
                        .collect(Collectors.joining(", ")));
        for (Missing missing : catalogue.missing()) {
            err.println("freehold: not here: " + missing.pack().name() + ": " + missing.reason());
        }
        String key = opened.wantsProof() ? " -H 'Authorization: Bearer fh_…'" : "";
        err.println("freehold: try: curl -s " + address + "/v1/executions -H 'Content-Type: application/json'" + key
                + " -d '{\"runtime\": \"python\", \"source\": \"print(6 * 7)\"}'");
        err.flush();
        out.println("Freehold is ready at " + address);
        out.flush();
    }

    private String scheme() {
        return settings.tls().isPresent() ? "https://" : "http://";
    }

    /** Whether it is worth while to begin: what the data folder has is known when it is open. */
    private boolean mayHaveKeys() {
        return settings.keys().isPresent()
                || settings.entrance().bootstrap()
                || settings.entrance().trust().isPresent()
                || Files.exists(settings.data().resolve("freehold.db"));
    }

    private static ApiServer server(ServerSettings settings, ApiServer.Parts parts) {
        try {
            return new ApiServer(settings, parts);
        } catch (IllegalArgumentException refused) {
            throw new Declined(ExitStatus.USAGE, String.valueOf(refused.getMessage()));
        }
    }

    private static void declined(String why) {
        throw new Declined(ExitStatus.USAGE, why);
    }

    private static Logger logger() {
        return LoggerFactory.getLogger(Service.class); // not before the log's form is chosen
    }
}
