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
import freehold.control.mcp.McpEndpoint;
import freehold.control.mcp.Tools;
import freehold.control.retention.Retention;
import freehold.control.retention.Sweep;
import freehold.control.sql.SqlRecords;
import freehold.control.telemetry.Metrics;
import freehold.control.tenancy.KeyFile;
import freehold.control.webhook.Destinations;
import freehold.control.webhook.SocketSender;
import freehold.quantity.Bytes;
import freehold.runtime.Catalogue;
import freehold.runtime.Missing;
import freehold.wire.link.Link;
import freehold.wire.pack.PackFile;
import freehold.worker.cell.PoolPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server from start to end: the host is prepared as root, root is given up, and only then is anything opened that a stranger
 * can reach. Ends in the opposite order.
 */
public final class Service {
    static final int CELLS_MAX = 1_024;
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
            List<DialectListen> dialects) {
        Settings {
            dialects = List.copyOf(dialects);
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
        server.refusal(settings.keys().isPresent()).ifPresent(why -> {
            throw new Declined(ExitStatus.USAGE, why);
        });
        PoolPolicy policy = PoolPolicy.forProcessors(Runtime.getRuntime().availableProcessors());
        Shutdown shutdown = Shutdown.bySignal();
        List<PackFile> packs = Packs.here().read();
        HostStage stage = HostStage.prepare(
                toolchains -> toolchains.discover(packs),
                new HostStage.Peer(settings.user(), 2 * settings.cells() + policy.total()),
                (what, doing) -> err.println("freehold: " + what + ": " + doing));
        shutdown.closes(stage);
        stage.daemon().onEnd(daemonGone::countDown);
        becomeService();
        int port = open(server, keys, stage, policy, shutdown);
        shutdown.serves();
        announce(port, stage.catalogue());
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

    /**
     * Starts a server on a free port of loopback, without giving root up, asks it for the same executions again and again, and ends it.
     *
     * @param sources of each runtime that is looked for on the host, by its name
     */
    public static void rehearse(Map<String, String> sources, int rounds) {
        List<PackFile> packs = Packs.here().read().stream()
                .filter(file -> sources.containsKey(file.pack().name()))
                .toList();
        try (Scratch scratch = Scratch.make();
                PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
                HostStage stage = HostStage.prepare(
                        toolchains -> toolchains.discover(packs),
                        new HostStage.Peer(ServiceUser.NUMBER, 8),
                        (what, doing) -> {})) {
            Files.createDirectories(scratch.folder("data"));
            Service service = new Service(
                    new Settings(
                            Listen.parse("127.0.0.1:0"),
                            scratch.folder("data"),
                            Optional.empty(),
                            ServiceUser.NUMBER,
                            1,
                            Retention.DEFAULT,
                            Destinations.PUBLIC,
                            List.of()),
                    nowhere,
                    nowhere);
            Shutdown shutdown = Shutdown.byHand();
            PoolPolicy policy = PoolPolicy.forProcessors(Runtime.getRuntime().availableProcessors());
            int port = service.open(service.serverSettings(), Optional::empty, stage, policy, shutdown);
            URI executions = URI.create("http://127.0.0.1:" + port + "/v1/executions");
            List<HttpRequest> requests = stage.catalogue().installed().stream()
                    .map(installed -> installed.pack().name())
                    .map(name -> request(executions, name, Objects.requireNonNull(sources.get(name))))
                    .toList();
            try (HttpClient client = HttpClient.newHttpClient()) {
                for (int round = 0; round < rounds; round++) {
                    for (HttpRequest request : requests) {
                        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                        if (!answer.body().contains("succeeded")) {
                            throw new IllegalStateException("the rehearsal failed: " + answer.body());
                        }
                    }
                }
            } finally {
                shutdown.end();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpRequest request(URI executions, String runtime, String source) {
        return HttpRequest.newBuilder(executions)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"runtime\":\"" + runtime + "\",\"source\":\"" + source + "\"}"))
                .build();
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
    }

    /** Opens everything, and answers from then on; the port it listens on. */
    int open(
            ServerSettings server,
            Supplier<Optional<KeyFile>> keys,
            HostStage stage,
            PoolPolicy policy,
            Shutdown shutdown) {
        try {
            shutdown.closes(DataFolder.take(settings.data()));
            Metrics metrics = shutdown.closes(new Metrics());
            FileBlobs blobs = new FileBlobs(settings.data().resolve("blobs"), CLOCK);
            WorkerNode node = shutdown.closes(new WorkerNode(
                    stage.daemon().socket(), blobs, settings.data().resolve("builds"), settings.cells(), policy));
            SqlRecords records = shutdown.closes(new SqlRecords(settings.data().resolve("freehold.db"), CLOCK));
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
            Admission admission = new Admission(stage::catalogue, Ceilings.SERVER, ids);
            Dispatcher dispatcher = new Dispatcher(node.link(), QueueBounds.DEFAULT);
            Executions executions = new Executions(
                    admission, dispatcher, node.link(), records, blobs, CLOCK, courier.beside(metrics::ended));
            ApiServer api = shutdown.closes(new ApiServer(
                    server,
                    keys,
                    new ApiServer.Parts(
                            stage::catalogue,
                            node.link(),
                            records,
                            blobs,
                            executions,
                            new Batches(executions, admission, dispatcher, records, ids, CLOCK),
                            deliveries,
                            courier,
                            metrics,
                            ids,
                            dialects(executions, stage::catalogue, node.link(), blobs),
                            () -> tools(executions, stage::catalogue, blobs, server.body()))));
            int port = api.start();
            settings.dialects()
                    .forEach(each -> err.println("freehold: " + each.dialect() + " is served at http://"
                            + each.listen().host() + ":"
                            + api.port(each.dialect()).orElseThrow()));
            return port;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<Dialect> dialects(
            Executions executions, Supplier<Catalogue> catalogue, Link link, FileBlobs blobs) {
        return List.of(
                new Judge0(executions, catalogue, Ceilings.SERVER, QueueBounds.DEFAULT.executions(), link, CLOCK),
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
                        .toList());
    }

    private void announce(int port, Catalogue catalogue) {
        String address = "http://" + settings.listen().host() + ":" + port;
        err.println("freehold: runtimes: "
                + catalogue.installed().stream()
                        .map(each -> each.pack().name() + " " + each.version())
                        .collect(Collectors.joining(", ")));
        for (Missing missing : catalogue.missing()) {
            err.println("freehold: not here: " + missing.pack().name() + ": " + missing.reason());
        }
        String key = settings.keys().isPresent() ? " -H 'Authorization: Bearer fh_…'" : "";
        err.println("freehold: try: curl -s " + address + "/v1/executions -H 'Content-Type: application/json'" + key
                + " -d '{\"runtime\": \"python\", \"source\": \"print(6 * 7)\"}'");
        err.flush();
        out.println("Freehold is ready at " + address);
        out.flush();
    }

    private static Logger logger() {
        return LoggerFactory.getLogger(Service.class); // not before the log's form is chosen
    }
}
