package freehold.control.world;

import freehold.control.admission.Admission;
import freehold.control.admission.Ceilings;
import freehold.control.admission.Ids;
import freehold.control.blob.BlobStore;
import freehold.control.callback.Backoff;
import freehold.control.callback.Courier;
import freehold.control.callback.Scribe;
import freehold.control.cel.CelConditions;
import freehold.control.dispatch.Dispatcher;
import freehold.control.dispatch.QueueBounds;
import freehold.control.execution.Batches;
import freehold.control.execution.Executions;
import freehold.control.execution.Fellowship;
import freehold.control.execution.TenantErasure;
import freehold.control.export.TenantExport;
import freehold.control.fellow.BusFellows;
import freehold.control.fellow.FellowDesk;
import freehold.control.fellow.TenureKeeper;
import freehold.control.http.ApiServer;
import freehold.control.identity.Callers;
import freehold.control.identity.Memory;
import freehold.control.ledger.SigningKey;
import freehold.control.mcp.McpEndpoint;
import freehold.control.mcp.Tools;
import freehold.control.policy.Inspection;
import freehold.control.policy.Meter;
import freehold.control.policy.Policies;
import freehold.control.policy.PolicyStore;
import freehold.control.policy.Refreshing;
import freehold.control.rate.Rates;
import freehold.control.record.Tenures;
import freehold.control.secret.Secrets;
import freehold.control.secret.SupplyingLink;
import freehold.control.sql.PostgresAddress;
import freehold.control.sql.SqlRecords;
import freehold.control.telemetry.Metrics;
import freehold.control.telemetry.Tracing;
import freehold.control.tenancy.Acts;
import freehold.control.tenancy.Keys;
import freehold.control.tenancy.LoggedActs;
import freehold.control.tenancy.Tenants;
import freehold.control.webhook.Destinations;
import freehold.control.webhook.SocketSender;
import freehold.execution.ExecutionId;
import freehold.tenant.Rate;
import freehold.tenant.TenantId;
import freehold.wire.bus.MemoryBus;
import freehold.wire.cluster.BusLink;
import freehold.wire.cluster.BusRoster;
import freehold.wire.link.Roster;
import freehold.wire.pace.Pace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Controls that share a real PostgreSQL and a bus in memory, and scripted workers; all in one process. */
public final class Cluster implements AutoCloseable {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration LEASE = Duration.ofSeconds(3);

    private final PostgresAddress database = PostgresServer.database();
    private final MemoryBus bus = new MemoryBus();
    private final List<Runnable> open = new ArrayList<>();
    private final AtomicInteger names = new AtomicInteger();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** A worker that offers {@link Packs}. */
    public ScriptedWorker worker(int cells) {
        ScriptedWorker worker = new ScriptedWorker(cells);
        String id = "wrk_" + names.incrementAndGet();
        Roster.Registration post = new BusRoster(
                        bus, new BusRoster.Identity(id, id, Map.of(), Packs.CATALOGUE.installed()), () -> {})
                .announce(worker);
        open.add(post::close);
        return worker;
    }

    /** A control that answers. */
    public Control control() {
        Control control = new Control("ctl_" + names.incrementAndGet());
        open.add(control::close);
        return control;
    }

    /** One of the controls. */
    public final class Control implements AutoCloseable {
        private final CountDownLatch superseded = new CountDownLatch(1);
        private final SigningKey key = SigningKey.make();
        private final BusLink link;
        private final SqlRecords records;
        private final Executions executions;
        private final Courier courier;
        private final Metrics metrics = new Metrics();
        private final FellowDesk desk;
        private final TenureKeeper keeper;
        private final Refreshing refreshing;
        private final ApiServer server;
        private final int port;
        private boolean dead;

        private Control(String id) {
            link = new BusLink(bus, id, List.of(Packs.PYTHON, Packs.C, Packs.COBOL));
            records = new SqlRecords(database, CLOCK, () -> key, World.MASTER, id);
            BlobStore blobs = records.blobs();
            Tenures tenures = records.tenures(LEASE);
            Ids ids = new Ids(CLOCK, new SecureRandom());
            courier = new Courier(
                    records.deliveries(),
                    records,
                    Scribe.OF_EXECUTIONS,
                    new SocketSender(Destinations.PUBLIC, Duration.ofSeconds(5)),
                    Backoff.DEFAULT,
                    CLOCK,
                    new SecureRandom());
            PolicyStore store = records.policies();
            Policies policies = new Policies(store, new Inspection(new CelConditions(), Ceilings.SERVER.most()), CLOCK);
            Meter meter = new Meter(store, policies, CLOCK);
            refreshing = new Refreshing(policies, meter);
            Secrets secrets = new Secrets(records.secrets(), records.vault(), CLOCK);
            Admission admission = new Admission(link::catalogue, Ceilings.SERVER, ids, policies, secrets);
            Dispatcher dispatcher = new Dispatcher(new SupplyingLink(link, secrets), QueueBounds.DEFAULT, _ -> 1);
            executions = new Executions(
                    admission,
                    meter,
                    dispatcher,
                    link,
                    records,
                    blobs,
                    CLOCK,
                    courier.beside(metrics::ended),
                    Optional.of(new Fellowship(tenures, new BusFellows(bus))),
                    Pace.REAL);
            desk = new FellowDesk(bus, id, executions);
            keeper = new TenureKeeper(tenures, executions, superseded::countDown);
            server = new ApiServer(
                    World.hurried(Duration.ofSeconds(5)),
                    new ApiServer.Parts(
                            link::catalogue,
                            link,
                            records,
                            blobs,
                            executions,
                            new Batches(executions, admission, meter, dispatcher, records, ids, CLOCK),
                            admission,
                            policies,
                            meter,
                            records.deliveries(),
                            records.ledger(),
                            records.usage(),
                            courier,
                            metrics,
                            Tracing.none(),
                            ids,
                            identity(executions, secrets, ids),
                            List.of(),
                            () -> new McpEndpoint(
                                    new Tools(executions, blobs, link::catalogue, ApiServer::words),
                                    "test",
                                    1 << 20,
                                    new SecureRandom()),
                            Optional.of(link),
                            new ApiServer.Custody(
                                    records.vault(),
                                    new TenantExport(
                                            executions,
                                            records,
                                            blobs,
                                            records.ledger(),
                                            store,
                                            records.usage(),
                                            records.deliveries(),
                                            secrets),
                                    secrets)));
            port = server.start();
        }

        private ApiServer.Identity identity(Executions executions, Secrets secrets, Ids ids) {
            Memory directory = new Memory(records.directory());
            Acts acts = new LoggedActs();
            Tenants tenants =
                    new Tenants(directory, new TenantErasure(executions, secrets, records.vault()), ids, acts);
            return new ApiServer.Identity(
                    new Callers(directory, Optional::empty, Optional.empty(), CLOCK),
                    new Rates(Rate.DEFAULT),
                    tenants,
                    new Keys(directory, tenants, ids, acts));
        }

        /** The key that it signs with, which no other control has. */
        public SigningKey key() {
            return key;
        }

        public SqlRecords records() {
            return records;
        }

        public URI at(String path) {
            return URI.create("http://127.0.0.1:" + port + path);
        }

        public HttpResponse<String> get(String path) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(at(path)));
        }

        /** The answer when it comes. */
        public CompletableFuture<HttpResponse<String>> getSoon(String path) {
            return client.sendAsync(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString());
        }

        public HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(at(path))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json)));
        }

        public HttpResponse<String> put(String path, String json) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(at(path))
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString(json)));
        }

        private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
            HttpRequest built = request.build();
            HttpResponse<String> response = client.send(built, BodyHandlers.ofString());
            ContractCheck.check(built.method(), built.uri().getRawPath(), response, response.body());
            return response;
        }

        public int free() {
            return link.credit();
        }

        /** Whether it would tell of an execution by itself, without asking record or fellows. */
        public boolean has(String id) {
            return executions.live(TenantId.LOCAL, new ExecutionId(id)).isPresent();
        }

        /** Others take over what it has, as from one that slept, and it answers on. */
        public void isTakenOver() {
            keeper.close();
        }

        /** Is no longer heard by anybody, as after kill -9; what it had goes on at its worker. */
        public void dies() {
            if (!dead) {
                dead = true;
                desk.close();
                link.close();
                refreshing.close();
                records.close();
                keeper.close();
                courier.close();
            }
        }

        @Override
        public void close() {
            server.close();
            if (!dead) {
                keeper.close();
                desk.close();
                courier.close();
                link.close();
                refreshing.close();
                records.close();
            }
            metrics.close();
        }
    }

    @Override
    public void close() {
        open.reversed().forEach(Runnable::run);
        client.close();
        bus.close();
    }
}
