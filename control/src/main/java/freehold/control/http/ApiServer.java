package freehold.control.http;

import freehold.control.admission.Admission;
import freehold.control.admission.Ids;
import freehold.control.admission.Trial;
import freehold.control.blob.BlobStore;
import freehold.control.callback.Courier;
import freehold.control.callback.Deliveries;
import freehold.control.exchange.AgentTools;
import freehold.control.exchange.Dialect;
import freehold.control.execution.Batches;
import freehold.control.execution.Executions;
import freehold.control.execution.Replays;
import freehold.control.export.TenantExport;
import freehold.control.identity.Callers;
import freehold.control.ledger.Ledger;
import freehold.control.policy.Meter;
import freehold.control.policy.Policies;
import freehold.control.rate.Rates;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import freehold.control.secret.Secrets;
import freehold.control.telemetry.Metrics;
import freehold.control.telemetry.TraceContext;
import freehold.control.telemetry.Tracing;
import freehold.control.tenancy.Keys;
import freehold.control.tenancy.Tenants;
import freehold.control.usage.Usage;
import freehold.control.vault.Vault;
import freehold.execution.FaultId;
import freehold.execution.Request;
import freehold.refusal.Refusal;
import freehold.runtime.Catalogue;
import freehold.tenant.TenantId;
import freehold.wire.api.Decoded;
import freehold.wire.api.ProblemDocument;
import freehold.wire.api.RequestDecoder;
import freehold.wire.cluster.Fleet;
import freehold.wire.link.Link;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.router.Endpoint;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web server. Started once, closed once; what it was given stays the caller's, and is closed after it. */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    /** With its connections closed no request has much left to do. */
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(5);

    /** An artifact may have a percent sign or a backslash in its name. Its path is compared as a text, decoded once, and opens nothing. */
    private static final UriCompliance NAMES_OF_ARTIFACTS = UriCompliance.DEFAULT.with(
            "freehold",
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS);

    private final ServerSettings settings;
    private final Parts parts;
    private final Door door;
    private final VirtualThreads threads = new VirtualThreads();
    private final PeerWatch peers;
    private final Following following;
    private final Body body;
    private final Room bodies;
    private final McpRoutes tools;
    private final KeptConnections kept;
    private final Optional<Tls> tls;
    private List<Routes.Entry> routes = List.of();
    private final Javalin javalin;

    /** What the server is wired to. */
    public record Parts(
            Supplier<Catalogue> catalogue,
            Link link,
            Records records,
            BlobStore blobs,
            Executions executions,
            Batches batches,
            Admission admission,
            Policies policies,
            Meter meter,
            Deliveries deliveries,
            Ledger ledger,
            Usage usage,
            Courier courier,
            Metrics metrics,
            Tracing tracing,
            Ids ids,
            Identity identity,
            List<Dialect> dialects,
            Supplier<AgentTools> tools,
            Optional<Fleet> fleet,
            Custody custody) {
        public Parts {
            dialects = List.copyOf(dialects);
        }
    }

    /** How what is kept of a tenant is sealed, and how it leaves. */
    public record Custody(Vault vault, TenantExport export, Secrets secrets) {}

    /** Who may call, and how they are kept. */
    public record Identity(Callers callers, Rates rates, Tenants tenants, Keys keys) {}

    /**
     * Makes a server that does not listen yet.
     *
     * @throws IllegalArgumentException if it may not listen there without keys
     */
    public ApiServer(ServerSettings settings, Parts parts) {
        settings.refusal(parts.identity().callers().canBeProved()).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        DialectPorts.refusal(settings.dialects(), parts.dialects()).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        this.settings = settings;
        this.parts = parts;
        this.door = new Door(parts.identity().callers(), parts.identity().rates());
        this.peers = new PeerWatch(threads);
        this.following = new Following(parts.executions(), peers);
        this.body = new Body(settings.body());
        this.bodies = new Room(Runtime.getRuntime().maxMemory() / 2);
        this.tools = new McpRoutes(parts.tools(), following, body, bodies);
        this.kept = new KeptConnections(new UnreadBodies(
                new SteadyBodies(new TraceHandler(new DialectPorts(), parts.tracing()), System::nanoTime)));
        this.tls = settings.tls().map(Tls::new);
        this.javalin = Javalin.create(this::configure);
    }

    /**
     * Takes up what an earlier process left, and answers from then on.
     *
     * @return the port it listens on
     * @throws AddressUnavailable if it cannot listen where it was to
     */
    public int start() {
        Executions executions = parts.executions();
        executions.resume(this::reread);
        parts.metrics().gauge("freehold.executions.running", "Executions that live", executions::running);
        parts.metrics().gauge("freehold.queue.depth", "Executions that wait for a cell", executions::waiting);
        parts.metrics()
                .gauge(
                        "freehold.queue.age.seconds",
                        "How long the oldest of them has waited",
                        () -> executions.longestWait().toNanos() / 1e9);
        parts.metrics()
                .gauge(
                        "freehold.record.bytes",
                        "What the record takes on disk",
                        () -> parts.records().size().count());
        parts.metrics()
                .gauge(
                        "freehold.record.writable",
                        "Whether the record takes writes: 1 or 0",
                        () -> parts.records().isWritable() ? 1 : 0);
        parts.metrics()
                .gauge(
                        "freehold.record.free.bytes",
                        "What is free where the record is kept; not a number in PostgreSQL",
                        () -> parts.records()
                                .free()
                                .map(free -> (double) free.count())
                                .orElse(Double.NaN));
        callbackGauges();
        parts.metrics().gauge("freehold.cells.free", "Free cells over all workers", parts.link()::credit);
        try {
            javalin.start();
        } catch (RuntimeException failed) {
            settings.requireAddresses();
            throw AddressUnavailable.inPassing(failed)
                    .<RuntimeException>map(taken -> taken)
                    .orElse(failed);
        }
        return javalin.port();
    }

    private void callbackGauges() {
        Deliveries deliveries = parts.deliveries();
        parts.metrics()
                .gauge(
                        "freehold.callbacks.waiting",
                        "Messages of callbacks that are to be delivered",
                        () -> deliveries.backlog().waiting());
        parts.metrics()
                .gauge(
                        "freehold.callbacks.failed",
                        "Those of them of which an attempt failed",
                        () -> deliveries.backlog().failed());
        parts.metrics()
                .gauge(
                        "freehold.callbacks.dead",
                        "Messages that were given up",
                        () -> deliveries.backlog().dead());
    }

    /** The table by which it answers. */
    List<Routes.Entry> routes() {
        return routes;
    }

    /** How many connections of HTTP/1.1 it has; of those that speak otherwise by now, none. */
    int plainConnections() {
        return kept.count();
    }

    /** The port at which a started server has that dialect at the root; empty if it has none. */
    public Optional<Integer> port(String dialect) {
        return DialectPorts.port(javalin.jettyServer().server(), dialect);
    }

    /** What was stored came from our own API, or from a dialect, which knows its own. */
    private Optional<Request> reread(TenantId tenant, byte[] body) {
        return switch (RequestDecoder.decode(body, digest -> parts.blobs().find(tenant, digest))) {
            case Decoded.Understood(var request) -> Optional.of(request);
            case Decoded.Declined _ ->
                parts.dialects().stream()
                        .flatMap(dialect -> dialect.reread(body).stream())
                        .findFirst();
        };
    }

    /** Lets nothing new in, waits for what lives as long as the settings say, cancels the rest, and ends. */
    @Override
    public void close() {
        try {
            parts.executions().settle(settings.drain());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        try {
            javalin.stop(); // fails if requests take longer than they may
        } finally {
            tools.close();
            peers.close();
            tls.ifPresent(Tls::close);
            awaitRequests();
        }
    }

    /** What requests use is closed next. */
    private void awaitRequests() {
        try {
            int left = threads.await(ENDED_WITHIN);
            if (left > 0) {
                LOG.warn("{} requests go on after the end of their server", left);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.defaultContentType =
                "application/octet-stream"; // another's charset would stay when the type changes
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.generateEtags = false;
        config.http.prefer405over404 = true;
        config.router.javaLangErrorHandler(this::broken);
        config.router.ignoreTrailingSlashes = false;
        config.router.treatMultipleSlashesAsSingleSlash = false;
        config.jetty.threadPool = new HttpThreads(threads);
        config.jetty.modifyHttpConfiguration(ApiServer::restrain);
        config.jetty.addConnector((server, http) -> connector(server, http, settings.address(), settings.port()));
        for (ServerSettings.DialectPort each : settings.dialects()) {
            config.jetty.addConnector((server, http) -> {
                ServerConnector connector = connector(server, http, each.address(), each.port());
                connector.setName(DialectPorts.connectorName(each.dialect()));
                return connector;
            });
        }
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new WebErrors());
            server.setHandler(kept);
            server.setStopTimeout(settings.drain().toMillis());
        });
        config.jetty.modifyServletContextHandler(context -> {
            FilterHolder upgrade = new FilterHolder(new PlainUpgrade());
            upgrade.setAsyncSupported(true);
            context.addFilter(upgrade, "/*", EnumSet.of(DispatcherType.REQUEST));
            context.setErrorHandler(new WebErrors());
            context.getMimeTypes().addAssumed(ProblemDocument.MEDIA_TYPE, "utf-8"); // or the header would name it
        });
        config.routes.before(context -> {
            SafeHeaders.ALL.forEach(context::header);
            context.attribute("begun", System.nanoTime());
            PeerWatch.heed(context.req());
        });
        config.routes.after(this::measure);
        Room room = new Room(Runtime.getRuntime().maxMemory());
        Acts acts = new Acts(parts.ledger(), parts.ids().clock());
        Sockets sockets = new Sockets(parts.ids()::fault);
        DialectRoutes dialects =
                new DialectRoutes(door, body, peers, room, bodies, acts, sockets, this::logged, parts.ids()::fault);
        routes = Routes.table(
                new ExecutionRoutes(parts.executions(), parts.blobs(), body, following, room, acts, threads),
                new AttachRoutes(parts.executions(), sockets, room),
                new BatchRoutes(parts.batches(), parts.blobs(), body, room),
                new CallbackRoutes(
                        parts.deliveries(), parts.courier(), parts.ids().clock()),
                new BlobRoutes(parts.blobs(), settings.blob()),
                new PolicyRoutes(
                        parts.policies(),
                        new Trial(parts.admission(), parts.policies(), parts.records(), this::reread),
                        new Explanations(
                                parts.admission(),
                                parts.meter(),
                                parts.blobs(),
                                parts.ids().clock(),
                                parts.executions().hasFellows()),
                        parts.identity(),
                        body),
                new LedgerRoutes(
                        parts.executions(), parts.ledger(), parts.identity().tenants()),
                new ReplayRoutes(new Replays(parts.executions(), parts.ledger(), this::reread), acts),
                new MachineRoutes(parts.catalogue(), parts.executions(), parts.metrics()),
                tools,
                new TenantRoutes(parts.identity().tenants(), body),
                new KeyRoutes(
                        parts.identity().keys(),
                        parts.identity().tenants(),
                        body,
                        parts.ids().clock()),
                new MeRoutes(parts.identity()),
                new UsageRoutes(
                        parts.usage(), parts.identity().tenants(), parts.ids().clock()),
                new CustodyRoutes(
                        parts.identity().tenants(),
                        parts.custody().export(),
                        parts.custody().vault(),
                        acts,
                        parts.ids().clock()),
                new SecretRoutes(parts.custody().secrets()),
                parts.fleet().map(WorkerRoutes::new));
        Routes.bind(config.routes, door, routes); // the first of all, for Javalin looks at one route after the other
        parts.dialects().forEach(dialect -> dialects.register(config.routes, dialect));
        NearestPaths paths = new NearestPaths(Routes.contracted(routes));
        config.routes.exception(
                HttpResponseException.class, (refusal, context) -> refusedByRouter(refusal, context, paths));
        config.routes.exception(IOException.class, this::interrupted);
        config.routes.exception(
                RecordUnavailable.class,
                (fault, context) -> Replies.problem(context, Problem.unavailable(logged(context, fault))));
        config.routes.exception(
                Exception.class, (fault, context) -> Replies.problem(context, Problem.fault(logged(context, fault))));
    }

    /** What a refusal says to people, in one sentence. */
    public static String words(Refusal refusal) {
        return Problem.of(refusal).document().detail();
    }

    private static void restrain(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize((int) Problem.HEAD_MOST.count());
        http.setUriCompliance(NAMES_OF_ARTIFACTS);
    }

    private ServerConnector connector(Server server, HttpConfiguration http, InetAddress address, int port) {
        ServerConnector connector =
                kept.connector(server, tls.map(each -> each.factories(http)).orElseGet(() ->
                        new ConnectionFactory[] {new HttpConnectionFactory(http)}));
        connector.setHost(address.getHostAddress());
        connector.setPort(port);
        connector.setIdleTimeout(settings.idle().toMillis());
        connector.addBean(new NetworkConnectionLimit(settings.connections(), connector));
        return connector;
    }

    private static void refusedByRouter(HttpResponseException refusal, Context context, NearestPaths paths) {
        if (refusal instanceof MethodNotAllowedResponse) {
            Replies.problem(
                    context,
                    Problem.methodNotAllowed(
                            String.join(", ", refusal.getDetails().values())));
        } else if (refusal.getStatus() == 404) {
            Replies.problem(context, Problem.noPath(paths.of(context.path())));
        } else {
            Replies.problem(context, Problem.ofStatus(refusal.getStatus()));
        }
    }

    /** Of what was begun nothing may be left: an answer that failed must not look like one that did not. */
    private void interrupted(IOException fault, Context context) {
        if (fault instanceof EofException || context.res().isCommitted()) {
            LOG.debug("A client went away", fault);
            return;
        }
        context.res().reset();
        SafeHeaders.ALL.forEach(context::header);
        Replies.problem(
                context,
                fault instanceof BrokenBody body ? Problem.of(body) : Problem.unavailable(logged(context, fault)));
    }

    /** What is no exception, such as a stack that overflows, is ours too; whoever asked gets its id as for any fault. */
    private void broken(HttpServletResponse response, Error error) {
        FaultId id = parts.ids().fault();
        LOG.error("{} while answering", id, error);
        if (response.isCommitted()) {
            return;
        }
        Problem problem = Problem.fault(id);
        byte[] body = problem.document().bytes();
        response.reset();
        response.setStatus(problem.document().status());
        SafeHeaders.ALL.forEach(response::setHeader);
        response.setContentType(ProblemDocument.MEDIA_TYPE);
        try {
            response.getOutputStream().write(body);
        } catch (IOException gone) {
            LOG.debug("A client went away", gone);
        }
    }

    private void measure(Context context) {
        Long begun = context.attribute("begun");
        Optional<TraceContext> trace = Optional.empty();
        if (context.attribute(TraceHandler.VISIT) instanceof Tracing.Visit visit) {
            visit.answered(route(context), context.statusCode());
            trace = visit.context();
        }
        if (begun != null) {
            // whoever answers it later than it was handled is not within its trace
            TraceContext.runDuring(
                    trace,
                    () -> parts.metrics()
                            .answered(
                                    context.method().name(),
                                    route(context),
                                    context.statusCode(),
                                    Duration.ofNanos(System.nanoTime() - begun)));
        }
    }

    /** The pattern of the path; paths that nobody answers are all the same. */
    private static String route(Context context) {
        Endpoint endpoint = context.endpoints().matchedHttpEndpoint();
        return endpoint == null ? TraceHandler.UNKNOWN_ROUTE : endpoint.path;
    }

    private FaultId logged(Context context, Exception fault) {
        FaultId id = parts.ids().fault();
        LOG.error("{} while answering {} {}", id, context.method(), route(context), fault);
        return id;
    }
}
