package freehold.cli.serve;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.control.admission.Admission;
import freehold.control.admission.Ceilings;
import freehold.control.admission.Ids;
import freehold.control.blob.BlobStore;
import freehold.control.blob.BoundedBlobs;
import freehold.control.callback.Backoff;
import freehold.control.callback.Courier;
import freehold.control.callback.Deliveries;
import freehold.control.callback.Scribe;
import freehold.control.callback.Sender;
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
import freehold.control.exchange.AgentTools;
import freehold.control.exchange.Dialect;
import freehold.control.execution.Batches;
import freehold.control.execution.Companies;
import freehold.control.execution.Executions;
import freehold.control.execution.Fellowship;
import freehold.control.execution.TenantErasure;
import freehold.control.export.TenantExport;
import freehold.control.http.ApiServer;
import freehold.control.http.ServerSettings;
import freehold.control.mcp.McpEndpoint;
import freehold.control.mcp.Tools;
import freehold.control.policy.Inspection;
import freehold.control.policy.Meter;
import freehold.control.policy.Policies;
import freehold.control.policy.PolicyStore;
import freehold.control.policy.Refreshing;
import freehold.control.retention.Sealing;
import freehold.control.retention.Sweep;
import freehold.control.secret.Secrets;
import freehold.control.secret.SupplyingLink;
import freehold.control.sql.SqlRecords;
import freehold.control.telemetry.Metrics;
import freehold.control.telemetry.Tracing;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.LoggedActs;
import freehold.control.webhook.SocketSender;
import freehold.quantity.Bytes;
import freehold.runtime.Catalogue;
import freehold.wire.cluster.Fleet;
import freehold.wire.link.Link;
import freehold.wire.pace.Pace;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Puts a control together on whatever it stands on, and starts it. */
record Assembly(
        Service.Settings settings,
        ServerSettings server,
        Supplier<Optional<KeyFile>> keys,
        PrintWriter out,
        PrintWriter err,
        Shutdown shutdown) {
    static final InstantSource CLOCK = InstantSource.system();
    private static final String API_VERSION = "1";
    private static final int EQUAL_SHARE = 1;

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

    /**
     * What answers now, and whether whoever asks must show a key.
     *
     * @param living how many executions have not ended
     */
    record Opened(int port, boolean wantsProof, Admission admission, IntSupplier living) {}

    /** Opens everything, and answers from then on. */
    Opened open(Ground ground) {
        Service.requireAddresses(server); // once more, for some ports are root's alone, and root is given up by now
        Metrics metrics = shutdown.closes(new Metrics());
        Tracing tracing = shutdown.closes(settings.tracing().get());
        SqlRecords records = ground.records();
        BlobStore blobs = new BoundedBlobs(
                ground.blobs(),
                records::unused,
                records::free,
                settings.retention().uploadsOfTenant());
        shutdown.closes(new Sweep(settings.retention(), records, blobs, blobs, CLOCK));
        shutdown.closes(new Sealing(List.of(records::sealPlain, blobs::sealPlain)));
        Ids ids = new Ids(CLOCK, new SecureRandom());
        Deliveries deliveries = records.deliveries();
        Courier courier = shutdown.closes(new Courier(
                deliveries,
                records,
                new CallbackScribe(ground.catalogue(), Scribe.OF_EXECUTIONS),
                new SocketSender(settings.callbacks(), Sender.USUAL_PATIENCE),
                Backoff.DEFAULT,
                CLOCK,
                new SecureRandom()));
        PolicyStore store = records.policies();
        Policies policies = new Policies(store, new Inspection(new CelConditions(), Ceilings.SERVER.most()), CLOCK);
        Meter meter = new Meter(store, policies, CLOCK);
        if (ground.fellowship().isPresent()) {
            shutdown.closes(new Refreshing(policies, meter));
        }
        Secrets secrets = new Secrets(records.secrets(), records.vault(), CLOCK);
        Admission admission = new Admission(ground.catalogue(), Ceilings.SERVER, ids, policies, secrets);
        Dispatcher dispatcher = new Dispatcher(
                new SupplyingLink(ground.link(), secrets),
                QueueBounds.DEFAULT,
                tenant -> settings.shares().getOrDefault(tenant, EQUAL_SHARE));
        Executions executions = new Executions(
                admission,
                meter,
                dispatcher,
                ground.link(),
                records,
                blobs,
                CLOCK,
                courier.beside(execution -> {
                    metrics.ended(execution);
                    tracing.ended(execution);
                }),
                ground.fellowship(),
                Pace.REAL);
        ground.gauges().accept(metrics);
        ApiServer.Identity identity = identity(records, executions, secrets, ids);
        ground.beside().accept(executions);
        ApiServer api = shutdown.closes(server(new ApiServer.Parts(
                ground.catalogue(),
                ground.link(),
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
                dialects(
                        executions,
                        new Companies(executions, admission, meter, dispatcher, ground.link()),
                        ground.catalogue(),
                        ground.link(),
                        blobs),
                () -> tools(executions, ground.catalogue(), blobs, server.body()),
                ground.fleet(),
                new ApiServer.Custody(
                        records.vault(),
                        new TenantExport(
                                executions,
                                records,
                                blobs,
                                records.ledger(),
                                store,
                                records.usage(),
                                deliveries,
                                secrets),
                        secrets))));
        int port = Service.listening(api::start);
        settings.dialects()
                .forEach(each -> err.println("freehold: " + each.dialect() + " is served at " + settings.scheme()
                        + each.listen().host() + ":" + api.port(each.dialect()).orElseThrow()));
        return new Opened(port, identity.callers().wantProof(), admission, executions::running);
    }

    /** Who is let in; declines to serve where nobody could prove to be anybody, and has to. */
    private ApiServer.Identity identity(SqlRecords records, Executions executions, Secrets secrets, Ids ids) {
        ApiServer.Identity identity = settings.entrance()
                .identity(
                        records.directory(),
                        keys,
                        new TenantErasure(executions, secrets, records.vault()),
                        new LoggedActs(),
                        ids,
                        CLOCK);
        settings.entrance().begin(identity, out);
        Service.refuse(server.refusal(identity.callers().canBeProved()));
        return identity;
    }

    private ApiServer server(ApiServer.Parts parts) {
        try {
            return new ApiServer(server, parts);
        } catch (IllegalArgumentException refused) {
            throw new Declined(ExitStatus.USAGE, String.valueOf(refused.getMessage()));
        }
    }

    private static List<Dialect> dialects(
            Executions executions, Companies companies, Supplier<Catalogue> catalogue, Link link, BlobStore blobs) {
        return List.of(
                new Judge0(executions, catalogue, Ceilings.SERVER, QueueBounds.DEFAULT.ofTenant(), link, CLOCK),
                new Piston(executions, catalogue),
                new Jobe(executions, catalogue, blobs),
                new SandboxFusion(executions, catalogue, Ceilings.SERVER, blobs),
                new LibreChat(executions, catalogue, blobs, CLOCK, new SecureRandom()),
                new GoJudge(executions, companies, catalogue, Ceilings.SERVER, blobs, CLOCK, new SecureRandom()));
    }

    private static AgentTools tools(Executions executions, Supplier<Catalogue> catalogue, BlobStore blobs, Bytes body) {
        return new McpEndpoint(
                new Tools(executions, blobs, catalogue, ApiServer::words),
                API_VERSION,
                Math.toIntExact(body.count()),
                new SecureRandom());
    }
}
