package freehold.control.world;

import freehold.control.admission.Admission;
import freehold.control.admission.Ceilings;
import freehold.control.admission.Ids;
import freehold.control.blob.BlobStore;
import freehold.control.blob.BoundedBlobs;
import freehold.control.blob.FileBlobs;
import freehold.control.callback.Backoff;
import freehold.control.callback.Courier;
import freehold.control.callback.Deliveries;
import freehold.control.callback.Scribe;
import freehold.control.cel.CelConditions;
import freehold.control.dialect.gojudge.GoJudge;
import freehold.control.dialect.jobe.Jobe;
import freehold.control.dialect.judge0.CallbackScribe;
import freehold.control.dialect.judge0.Judge0;
import freehold.control.dialect.librechat.LibreChat;
import freehold.control.dialect.piston.Piston;
import freehold.control.dialect.sandboxfusion.SandboxFusion;
import freehold.control.dispatch.Dispatcher;
import freehold.control.dispatch.QueueBounds;
import freehold.control.execution.Batches;
import freehold.control.execution.Companies;
import freehold.control.execution.Executions;
import freehold.control.execution.TenantErasure;
import freehold.control.export.TenantExport;
import freehold.control.http.ApiServer;
import freehold.control.http.ServerSettings;
import freehold.control.identity.AccessTokens;
import freehold.control.identity.Callers;
import freehold.control.identity.Memory;
import freehold.control.ledger.Signer;
import freehold.control.ledger.SigningKey;
import freehold.control.mcp.McpEndpoint;
import freehold.control.mcp.Tools;
import freehold.control.policy.Inspection;
import freehold.control.policy.Meter;
import freehold.control.policy.Policies;
import freehold.control.policy.PolicyStore;
import freehold.control.rate.Rates;
import freehold.control.retention.Retention;
import freehold.control.retention.Sweep;
import freehold.control.secret.Secrets;
import freehold.control.secret.SupplyingLink;
import freehold.control.sql.SqlRecords;
import freehold.control.telemetry.Metrics;
import freehold.control.telemetry.Tracing;
import freehold.control.tenancy.Act;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.Keys;
import freehold.control.tenancy.Right;
import freehold.control.tenancy.Tenants;
import freehold.control.vault.MasterKey;
import freehold.control.vault.MasterKeySource;
import freehold.control.vault.MasterKeys;
import freehold.control.webhook.Destinations;
import freehold.control.webhook.SocketSender;
import freehold.tenant.Rate;
import freehold.tenant.TenantId;
import freehold.wire.link.MemoryLink;
import freehold.wire.link.Roster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** A server on a free port, with everything real but the worker. */
public final class World implements AutoCloseable {
    /** Who signs the receipts of all worlds. */
    public static final SigningKey KEY = SigningKey.make();

    private static final Signer SIGNER = () -> KEY;

    /** Wraps the keys of tenants in all of them. */
    public static final MasterKeySource MASTER = MasterKeySource.of(new MasterKeys(List.of(MasterKey.make())));

    public final ScriptedWorker worker;
    public final FileBlobs blobs;
    private final Roster.Registration registration;
    public final SqlRecords records;
    public final Executions executions;
    private final Courier courier;
    private final Sweep sweep;
    private final Metrics metrics = new Metrics();
    /** What administrators did. */
    public final List<Act> acts = new CopyOnWriteArrayList<>();

    public final ApiServer.Identity identity;
    public final GoJudge goJudge;
    public final ApiServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    public final int port;

    /** Two tenants, ann and bob, who may each do everything that is theirs. */
    public static KeyFile keysOf(KeySecret ann, KeySecret bob) {
        return new KeyFile(List.of(
                new KeyFile.Key(ann.digest(), new Caller(new TenantId("ann"), EnumSet.allOf(Right.class))),
                new KeyFile.Key(bob.digest(), new Caller(new TenantId("bob"), EnumSet.allOf(Right.class)))));
    }

    /** Those of a server that at its stop waits no longer than that for what it has. */
    public static ServerSettings hurried(Duration drain) {
        ServerSettings usual = ServerSettings.onLoopback(0);
        return new ServerSettings(
                usual.address(),
                usual.port(),
                usual.body(),
                usual.blob(),
                drain,
                usual.idle(),
                usual.connections(),
                usual.dialects());
    }

    /** What a world is made of; each has a usual value. */
    public record Recipe(
            int cells,
            QueueBounds queue,
            ServerSettings settings,
            Optional<KeyFile> keys,
            Retention retention,
            InstantSource clock,
            LongSupplier room,
            Destinations callbacks,
            Backoff backoff,
            Rate rate,
            Optional<AccessTokens> tokens,
            Tracing tracing) {
        public static final Recipe USUAL = new Recipe(
                2,
                QueueBounds.DEFAULT,
                ServerSettings.onLoopback(0),
                Optional.empty(),
                Retention.DEFAULT,
                InstantSource.system(),
                () -> Long.MAX_VALUE,
                Destinations.PUBLIC,
                Backoff.DEFAULT,
                Rate.DEFAULT,
                Optional.empty(),
                Tracing.none());

        public Recipe cells(int count) {
            return new Recipe(
                    count, queue, settings, keys, retention, clock, room, callbacks, backoff, rate, tokens, tracing);
        }

        public Recipe queue(QueueBounds bounds) {
            return new Recipe(
                    cells, bounds, settings, keys, retention, clock, room, callbacks, backoff, rate, tokens, tracing);
        }

        public Recipe settings(ServerSettings changed) {
            return new Recipe(
                    cells, queue, changed, keys, retention, clock, room, callbacks, backoff, rate, tokens, tracing);
        }

        public Recipe keys(KeyFile file) {
            return new Recipe(
                    cells,
                    queue,
                    settings,
                    Optional.of(file),
                    retention,
                    clock,
                    room,
                    callbacks,
                    backoff,
                    rate,
                    tokens,
                    tracing);
        }

        public Recipe retention(Retention changed) {
            return new Recipe(
                    cells, queue, settings, keys, changed, clock, room, callbacks, backoff, rate, tokens, tracing);
        }

        public Recipe clock(InstantSource changed) {
            return new Recipe(
                    cells, queue, settings, keys, retention, changed, room, callbacks, backoff, rate, tokens, tracing);
        }

        /** What is free where the record is, in bytes. */
        public Recipe room(LongSupplier free) {
            return new Recipe(
                    cells, queue, settings, keys, retention, clock, free, callbacks, backoff, rate, tokens, tracing);
        }

        /** How often a tenant may ask that has no rate of its own. */
        public Recipe rate(Rate changed) {
            return new Recipe(
                    cells, queue, settings, keys, retention, clock, room, callbacks, backoff, changed, tokens, tracing);
        }

        /** Whose tokens are believed. */
        public Recipe tokens(AccessTokens believed) {
            return new Recipe(
                    cells,
                    queue,
                    settings,
                    keys,
                    retention,
                    clock,
                    room,
                    callbacks,
                    backoff,
                    rate,
                    Optional.of(believed),
                    tracing);
        }

        /** Where messages may go, and when they are tried again. */
        public Recipe callbacks(Destinations allowed, Backoff pauses) {
            return new Recipe(
                    cells, queue, settings, keys, retention, clock, room, allowed, pauses, rate, tokens, tracing);
        }

        /** Where spans go; closed by whoever made it. */
        public Recipe tracing(Tracing changed) {
            return new Recipe(
                    cells, queue, settings, keys, retention, clock, room, callbacks, backoff, rate, tokens, changed);
        }
    }

    public World(Path folder) throws IOException {
        this(folder, Recipe.USUAL);
    }

    public World(Path folder, Recipe recipe) throws IOException {
        InstantSource clock = recipe.clock();
        Ids ids = new Ids(clock, new SecureRandom());
        MemoryLink link = new MemoryLink();
        worker = new ScriptedWorker(recipe.cells());
        registration = link.announce(worker);
        records = new SqlRecords(folder.resolve("freehold.db"), clock, SIGNER, MASTER, recipe.room());
        blobs = new FileBlobs(folder.resolve("blobs"), clock, records.vault());
        Deliveries deliveries = records.deliveries();
        courier = new Courier(
                deliveries,
                records,
                new CallbackScribe(() -> Packs.CATALOGUE, Scribe.OF_EXECUTIONS),
                new SocketSender(recipe.callbacks(), Duration.ofSeconds(5)),
                recipe.backoff(),
                clock,
                new SecureRandom());
        PolicyStore store = records.policies();
        Policies policies = new Policies(store, new Inspection(new CelConditions(), Ceilings.SERVER.most()), clock);
        Meter meter = new Meter(store, policies, clock);
        Secrets secrets = new Secrets(records.secrets(), records.vault(), clock);
        Admission admission = new Admission(() -> Packs.CATALOGUE, Ceilings.SERVER, ids, policies, secrets);
        Dispatcher dispatcher = new Dispatcher(new SupplyingLink(link, secrets), recipe.queue(), _ -> 1);
        executions =
                new Executions(admission, meter, dispatcher, link, records, blobs, clock, courier.beside(execution -> {
                    metrics.ended(execution);
                    recipe.tracing().ended(execution);
                }));
        Memory directory = new Memory(records.directory());
        Tenants tenants =
                new Tenants(directory, new TenantErasure(executions, secrets, records.vault()), ids, acts::add);
        identity = new ApiServer.Identity(
                new Callers(directory, recipe::keys, recipe.tokens(), clock),
                new Rates(recipe.rate()),
                tenants,
                new Keys(directory, tenants, ids, acts::add));
        BlobStore bounded = new BoundedBlobs(
                blobs, records::unused, records::free, recipe.retention().uploadsOfTenant());
        goJudge = new GoJudge(
                executions,
                new Companies(executions, admission, meter, dispatcher, link),
                () -> Packs.CATALOGUE,
                Ceilings.SERVER,
                bounded,
                clock,
                new SecureRandom());
        server = new ApiServer(
                recipe.settings(),
                new ApiServer.Parts(
                        () -> Packs.CATALOGUE,
                        link,
                        records,
                        bounded,
                        executions,
                        new Batches(executions, admission, meter, dispatcher, records, ids, clock),
                        admission,
                        policies,
                        meter,
                        deliveries,
                        records.ledger(),
                        records.usage(),
                        courier,
                        metrics,
                        recipe.tracing(),
                        ids,
                        identity,
                        List.of(
                                new Judge0(
                                        executions,
                                        () -> Packs.CATALOGUE,
                                        Ceilings.SERVER,
                                        recipe.queue().ofTenant(),
                                        link,
                                        clock),
                                new Piston(executions, () -> Packs.CATALOGUE),
                                new Jobe(executions, () -> Packs.CATALOGUE, bounded),
                                new SandboxFusion(executions, () -> Packs.CATALOGUE, Ceilings.SERVER, bounded),
                                new LibreChat(executions, () -> Packs.CATALOGUE, bounded, clock, new SecureRandom()),
                                goJudge),
                        () -> new McpEndpoint(
                                new Tools(executions, bounded, () -> Packs.CATALOGUE, ApiServer::words),
                                "test",
                                1 << 20,
                                new SecureRandom()),
                        Optional.empty(),
                        new ApiServer.Custody(
                                records.vault(),
                                new TenantExport(
                                        executions,
                                        records,
                                        bounded,
                                        records.ledger(),
                                        store,
                                        records.usage(),
                                        deliveries,
                                        secrets),
                                secrets)));
        sweep = new Sweep(recipe.retention(), records, blobs, blobs, clock);
        try {
            port = server.start();
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(at(path)));
    }

    public HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(json(path, json));
    }

    /** The same request, by whoever has this secret. */
    public static HttpRequest.Builder with(HttpRequest.Builder request, KeySecret key) {
        return request.header("Authorization", "Bearer " + key.value());
    }

    public HttpRequest.Builder json(String path, String json) {
        return HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest built = request.build();
        HttpResponse<String> response = client.send(built, BodyHandlers.ofString());
        ContractCheck.check(built.method(), built.uri().getRawPath(), response, response.body());
        return response;
    }

    /** Answers of a dialect are as its peer has them, not as our contract has. */
    public HttpResponse<String> sendUnchecked(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** The port at which a dialect is at the root. */
    public int port(String dialect) {
        return server.port(dialect).orElseThrow();
    }

    public HttpClient client() {
        return client;
    }

    /** Stops the server, gracefully; what it was wired to goes on. */
    public void stop() {
        server.close();
    }

    @Override
    public void close() {
        server.close();
        registration.close();
        client.close();
        sweep.close();
        courier.close();
        records.close();
        metrics.close();
    }
}
