package freehold.cli.serve;

import freehold.control.admission.Admission;
import freehold.control.admission.Ceilings;
import freehold.control.admission.Ids;
import freehold.control.blob.BlobStore;
import freehold.control.callback.Backoff;
import freehold.control.callback.Courier;
import freehold.control.callback.Deliveries;
import freehold.control.dialect.jobe.Jobe;
import freehold.control.dialect.judge0.Judge0;
import freehold.control.dialect.piston.Piston;
import freehold.control.dispatch.Dispatcher;
import freehold.control.dispatch.QueueBounds;
import freehold.control.exchange.AgentTools;
import freehold.control.exchange.Dialect;
import freehold.control.execution.Batches;
import freehold.control.execution.Executions;
import freehold.control.execution.Fellowship;
import freehold.control.http.ApiServer;
import freehold.control.http.ServerSettings;
import freehold.control.mcp.McpEndpoint;
import freehold.control.mcp.Tools;
import freehold.control.retention.Sweep;
import freehold.control.sql.SqlRecords;
import freehold.control.telemetry.Metrics;
import freehold.control.telemetry.Tracing;
import freehold.control.tenancy.KeyFile;
import freehold.control.webhook.SocketSender;
import freehold.quantity.Bytes;
import freehold.runtime.Catalogue;
import freehold.wire.cluster.Fleet;
import freehold.wire.link.Link;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Puts a control together on whatever it stands on, and starts it. */
record Assembly(
        Service.Settings settings,
        ServerSettings server,
        Supplier<Optional<KeyFile>> keys,
        PrintWriter err,
        Shutdown shutdown) {
    static final InstantSource CLOCK = InstantSource.system();
    private static final String API_VERSION = "1";
    private static final Duration CALLBACK_MAX = Duration.ofSeconds(15);

    /**
     * What a control stands on.
     *
     * @param catalogue what can be run by the workers behind the link
     * @param fellowship where other controls share the record
     * @param fleet where workers are processes of their own
     * @param gauges what is measured besides
     * @param beside what goes on beside the server once there are executions, and ends after it
     */
    record Ground(
            Supplier<Catalogue> catalogue,
            Link link,
            SqlRecords records,
            BlobStore blobs,
            Optional<Fellowship> fellowship,
            Optional<Fleet> fleet,
            Consumer<Metrics> gauges,
            Consumer<Executions> beside) {
        /** One process, with its own worker. */
        static Ground alone(
                Supplier<Catalogue> catalogue,
                Link link,
                SqlRecords records,
                BlobStore blobs,
                Consumer<Metrics> gauges) {
            return new Ground(catalogue, link, records, blobs, Optional.empty(), Optional.empty(), gauges, _ -> {});
        }
    }

    /** What answers now. */
    record Opened(int port, Admission admission) {}

    /** Opens everything, and answers from then on. */
    Opened open(Ground ground) {
        Metrics metrics = shutdown.closes(new Metrics());
        Tracing tracing = shutdown.closes(settings.tracing().get());
        SqlRecords records = ground.records();
        BlobStore blobs = ground.blobs();
        shutdown.closes(new Sweep(settings.retention(), records, blobs, blobs, CLOCK));
        Ids ids = new Ids(CLOCK, new SecureRandom());
        Deliveries deliveries = records.deliveries();
        Courier courier = shutdown.closes(new Courier(
                deliveries,
                records,
                new SocketSender(settings.callbacks(), CALLBACK_MAX),
                Backoff.DEFAULT,
                CLOCK,
                new SecureRandom()));
        Admission admission = new Admission(ground.catalogue(), Ceilings.SERVER, ids);
        Dispatcher dispatcher = new Dispatcher(ground.link(), QueueBounds.DEFAULT);
        Executions executions = new Executions(
                admission,
                dispatcher,
                ground.link(),
                records,
                blobs,
                CLOCK,
                courier.beside(execution -> {
                    metrics.ended(execution);
                    tracing.ended(execution);
                }),
                ground.fellowship());
        ground.gauges().accept(metrics);
        ground.beside().accept(executions);
        ApiServer api = shutdown.closes(new ApiServer(
                server,
                keys,
                new ApiServer.Parts(
                        ground.catalogue(),
                        ground.link(),
                        records,
                        blobs,
                        executions,
                        new Batches(executions, admission, dispatcher, records, ids, CLOCK),
                        deliveries,
                        courier,
                        metrics,
                        tracing,
                        ids,
                        dialects(executions, ground.catalogue(), ground.link(), blobs),
                        () -> tools(executions, ground.catalogue(), blobs, server.body()),
                        ground.fleet())));
        int port = api.start();
        settings.dialects()
                .forEach(each -> err.println("freehold: " + each.dialect() + " is served at http://"
                        + each.listen().host() + ":" + api.port(each.dialect()).orElseThrow()));
        return new Opened(port, admission);
    }

    private static List<Dialect> dialects(
            Executions executions, Supplier<Catalogue> catalogue, Link link, BlobStore blobs) {
        return List.of(
                new Judge0(executions, catalogue, Ceilings.SERVER, QueueBounds.DEFAULT.executions(), link, CLOCK),
                new Piston(executions, catalogue),
                new Jobe(executions, catalogue, blobs));
    }

    private static AgentTools tools(Executions executions, Supplier<Catalogue> catalogue, BlobStore blobs, Bytes body) {
        return new McpEndpoint(
                new Tools(executions, blobs, catalogue, ApiServer::words), API_VERSION, Math.toIntExact(body.count()));
    }
}
