package freehold.cli.serve;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.daemon.ServiceUser;
import freehold.cli.node.HostStage;
import freehold.cli.node.WorkerNode;
import freehold.cli.packs.Packs;
import freehold.cli.scratch.Scratch;
import freehold.control.blob.BlobStore;
import freehold.control.blob.FileBlobs;
import freehold.control.http.ServerSettings;
import freehold.control.retention.Retention;
import freehold.control.sql.PostgresAddress;
import freehold.control.sql.SqlRecords;
import freehold.control.tenancy.KeyFile;
import freehold.control.webhook.Destinations;
import freehold.runtime.Catalogue;
import freehold.runtime.Missing;
import freehold.wire.link.MemoryLink;
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
            Optional<PostgresAddress> database) {
        Settings {
            dialects = List.copyOf(dialects);
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
                            .toList());
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
                            List.of(),
                            Optional.empty()),
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
        ServiceIdentity.become(
                settings.user(), settings.data(), settings.keys().stream().toList());
    }

    /** Opens everything, and answers from then on; the port it listens on. */
    private int open(
            ServerSettings server,
            Supplier<Optional<KeyFile>> keys,
            HostStage stage,
            PoolPolicy policy,
            Shutdown shutdown) {
        try {
            shutdown.closes(DataFolder.take(settings.data()));
            SqlRecords records = shutdown.closes(records());
            BlobStore blobs = settings.database().isPresent()
                    ? records.blobs()
                    : new FileBlobs(settings.data().resolve("blobs"), Assembly.CLOCK);
            MemoryLink link = new MemoryLink();
            shutdown.closes(new WorkerNode(
                    link, stage.daemon().socket(), blobs, settings.data().resolve("builds"), settings.cells(), policy));
            return new Assembly(settings, server, keys, err, shutdown)
                    .open(Assembly.Ground.alone(stage::catalogue, link, records, blobs));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private SqlRecords records() {
        return settings.database()
                .map(address -> new SqlRecords(address, Assembly.CLOCK))
                .orElseGet(() -> new SqlRecords(settings.data().resolve("freehold.db"), Assembly.CLOCK));
    }

    private ServerSettings serverSettings() {
        return settings.server();
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
