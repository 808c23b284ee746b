package freehold.control.http;

import freehold.control.tenancy.Caller;
import freehold.control.tenancy.Right;
import freehold.refusal.NotOffered;
import freehold.refusal.Refusal;
import freehold.wire.cluster.Fleet.Wish;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of all paths: who may call each, and who answers. What it does not say, nobody can call. */
final class Routes {
    private static final List<String> NOT_OFFERED =
            List.of("/v1/sessions", "/v1/functions", "/v1/problems", "/v1/judgements");

    /** What is of the contract; around it are probes and collectors, which may bring parameters of their own. */
    private static final String OF_CONTRACT = "/v1/";

    private static final Query WAIT = Query.of("wait");
    private static final Query PAGE = Query.of("cursor", "limit");

    /** Has a contract of its own. */
    private static final String OF_AGENTS = "/mcp";

    private static final List<HandlerType> METHODS = List.of(
            HandlerType.GET,
            HandlerType.HEAD,
            HandlerType.POST,
            HandlerType.PUT,
            HandlerType.PATCH,
            HandlerType.DELETE);

    private final List<Entry> table = new ArrayList<>();

    private Routes() {}

    /** One line of the table. */
    sealed interface Entry {
        HandlerType method();

        String path();

        /** What it takes; nothing where anybody's parameters are let pass, read by nobody. */
        Optional<Query> query();

        /** Says nothing of any tenant: also strangers are answered. */
        record Open(HandlerType method, String path, Optional<Query> query, Handler handler) implements Entry {}

        /** Those are answered who are known, and may. */
        record Guarded(HandlerType method, String path, Optional<Query> query, Demand demand, Answer answer)
                implements Entry {}
    }

    /** What answers a caller who may ask. It can read those parameters that the table says it has, and no others. */
    interface Answer {
        void to(Context context, Caller caller, Parameters parameters) throws Exception;
    }

    /** An answer that has no parameters. */
    interface Plain {
        void to(Context context, Caller caller) throws Exception;
    }

    static List<Entry> table(
            ExecutionRoutes executions,
            AttachRoutes attach,
            BatchRoutes batches,
            CallbackRoutes callbacks,
            BlobRoutes blobs,
            PolicyRoutes policies,
            LedgerRoutes ledger,
            ReplayRoutes replays,
            MachineRoutes machines,
            McpRoutes tools,
            TenantRoutes tenants,
            KeyRoutes keys,
            MeRoutes me,
            UsageRoutes usage,
            CustodyRoutes custody,
            SecretRoutes secrets,
            Optional<WorkerRoutes> workers) {
        Routes routes = new Routes();
        routes.post("/v1/executions", Right.RUN, WAIT, executions::submit);
        routes.get(
                "/v1/executions",
                Right.READ,
                Query.of("state", "verdict", "runtime", "cursor", "limit").repeating("label"),
                executions::list);
        routes.get("/v1/executions/{id}", Right.READ, WAIT, executions::one);
        routes.on(HandlerType.DELETE, "/v1/executions/{id}", Right.RUN, executions::erase);
        routes.get("/v1/executions/{id}/events", Right.READ, executions::events);
        routes.get("/v1/executions/{id}/attach", Right.READ, Query.of("after"), attach::answer);
        routes.post("/v1/executions/{id}/cancel", Right.RUN, executions::cancel);
        routes.get("/v1/executions/{id}/artifacts/<path>", Right.READ, executions::artifact);
        routes.get("/v1/executions/{id}/receipt", Right.READ, ledger::receipt);
        routes.get("/v1/executions/{id}/timeline", Right.READ, ledger::timeline);
        routes.post("/v1/executions/{id}/replay", Right.RUN, WAIT, replays::replay);
        routes.get("/v1/audit", Right.AUDIT, PAGE, ledger::audit);
        routes.get("/v1/audit/verification", Right.AUDIT, Query.of("tenant", "cursor", "limit"), ledger::verification);
        routes.open("/v1/receipt-keys", ledger::keys);
        routes.post("/v1/batches", Right.RUN, batches::submit);
        routes.get("/v1/batches/{id}", Right.READ, WAIT, batches::one);
        routes.get("/v1/callbacks", Right.READ, Query.of("state", "cursor", "limit"), callbacks::list);
        routes.get("/v1/callbacks/secret", Right.RUN, callbacks::secret);
        routes.get("/v1/callbacks/{id}", Right.READ, callbacks::one);
        routes.post("/v1/callbacks/{id}/redeliver", Right.RUN, callbacks::redeliver);
        routes.on(HandlerType.PUT, "/v1/blobs/{digest}", Right.RUN, blobs::put);
        routes.on(HandlerType.HEAD, "/v1/blobs/{digest}", Right.RUN, blobs::head);
        routes.get("/v1/policies", Right.READ, policies::list);
        routes.get("/v1/policies/{name}", Right.READ, policies::one);
        routes.on(HandlerType.PUT, "/v1/policies/{name}", Right.POLICY, policies::put);
        routes.on(HandlerType.DELETE, "/v1/policies/{name}", Right.POLICY, policies::remove);
        routes.get("/v1/policies/{name}/versions", Right.POLICY, policies::versions);
        routes.get("/v1/policies/{name}/versions/{digest}", Right.POLICY, policies::version);
        routes.on(HandlerType.PUT, "/v1/policies/{name}/tenants/{tenant}", Right.POLICY, policies::assign);
        routes.on(HandlerType.DELETE, "/v1/policies/{name}/tenants/{tenant}", Right.POLICY, policies::unassign);
        routes.on(HandlerType.PUT, "/v1/policies/{name}/default", Right.POLICY, policies::makeDefault);
        routes.on(HandlerType.DELETE, "/v1/policies/{name}/default", Right.POLICY, policies::dropDefault);
        routes.post("/v1/policies/{name}/explain", Right.READ, Query.of("tenant"), policies::explain);
        routes.post("/v1/policies/{name}/dry-run", Right.POLICY, Query.of("tenant", "limit"), policies::tryOut);
        routes.get("/v1/secrets", Right.READ, secrets::list);
        routes.on(HandlerType.PUT, "/v1/secrets/{name}", Right.SECRETS, secrets::put);
        routes.on(HandlerType.DELETE, "/v1/secrets/{name}", Right.SECRETS, secrets::delete);
        routes.get("/v1/runtimes", Right.READ, (context, _) -> machines.runtimes(context));
        routes.get("/v1/runtimes/{name}", Right.READ, (context, _) -> machines.runtime(context));
        routes.post("/v1/tenants", Right.TENANTS, tenants::create);
        routes.get("/v1/tenants", Right.TENANTS, PAGE, tenants::list);
        routes.get("/v1/tenants/{id}", Right.READ, tenants::one);
        routes.on(HandlerType.PATCH, "/v1/tenants/{id}", Right.TENANTS, tenants::change);
        routes.post("/v1/tenants/{id}/suspend", Right.TENANTS, tenants::suspend);
        routes.post("/v1/tenants/{id}/resume", Right.TENANTS, tenants::resume);
        routes.on(HandlerType.DELETE, "/v1/tenants/{id}", Right.TENANTS, tenants::delete);
        routes.on(HandlerType.GET, "/v1/tenants/{id}/export", Right.KEYS, custody::export);
        routes.post("/v1/tenants/{id}/rotate-key", Right.KEYS, custody::rotate);
        routes.post("/v1/keys", Right.KEYS, keys::create);
        routes.get("/v1/keys", Right.KEYS, Query.of("tenant", "cursor", "limit"), keys::list);
        routes.get("/v1/keys/{id}", Right.KEYS, keys::one);
        routes.post("/v1/keys/{id}/rotate", Right.KEYS, keys::rotate);
        routes.on(HandlerType.DELETE, "/v1/keys/{id}", Right.KEYS, keys::revoke);
        routes.known("/v1/me", me::answer);
        routes.get("/v1/usage", Right.READ, Query.of("tenant", "from", "to"), usage::list);
        routes.get("/metrics", Right.METRICS, (context, _) -> machines.metrics(context));
        routes.post(OF_AGENTS, Right.READ, tools::answer);
        workers.ifPresentOrElse(routes::workers, routes::withoutWorkers);
        routes.open("/", machines::front);
        routes.open("/healthz", machines::alive);
        routes.open("/readyz", machines::ready);
        routes.open("/v1/openapi.json", machines::contract);
        routes.open("/errors/{slug}", machines::error);
        NOT_OFFERED.forEach(routes::notOfferedBelow);
        return List.copyOf(routes.table);
    }

    /** The paths of a table that the contract has too, each once. */
    static List<String> contracted(List<Entry> table) {
        return table.stream()
                .map(Entry::path)
                .distinct()
                .filter(path -> !path.equals(OF_AGENTS) && NOT_OFFERED.stream().noneMatch(path::startsWith))
                .toList();
    }

    private void workers(WorkerRoutes workers) {
        get("/v1/workers", Right.OPERATE, (context, _) -> workers.list(context));
        post("/v1/workers/{worker}/cordon", Right.OPERATE, (context, _) -> workers.wish(context, Wish.CORDON));
        post("/v1/workers/{worker}/uncordon", Right.OPERATE, (context, _) -> workers.wish(context, Wish.UNCORDON));
        post("/v1/workers/{worker}/drain", Right.OPERATE, (context, _) -> workers.wish(context, Wish.DRAIN));
    }

    /** What a cluster has there; anything else is not known there either. */
    private void withoutWorkers() {
        Plain none = (context, _) -> Replies.refusal(
                context, new NotOffered("", "/v1/workers, which belongs to a cluster (docs/operate/cluster.md)"));
        get("/v1/workers", Right.READ, none);
        for (Wish wish : Wish.values()) {
            post("/v1/workers/{worker}/" + wish.name().toLowerCase(Locale.ROOT), Right.READ, none);
        }
    }

    private void notOfferedBelow(String path) {
        notOffered(path);
        notOffered(path + "/<rest>");
    }

    /** Has the web server answer as the table says. */
    static void bind(JavalinDefaultRoutingApi javalin, Door door, List<Entry> table) {
        for (Entry entry : table) {
            javalin.addHttpHandler(entry.method(), entry.path(), handler(door, entry));
        }
    }

    private static Handler handler(Door door, Entry entry) {
        return switch (entry) {
            case Entry.Guarded(var _, var _, Optional<Query> query, Demand demand, Answer answer) ->
                context -> {
                    switch (door.pass(context, demand)) {
                        case Door.Passage.Shut(Refusal refusal) -> Replies.refusal(context, refusal);
                        case Door.Passage.Open(Caller caller) -> {
                            Optional<Refusal> refusal = refusal(context, query);
                            if (refusal.isPresent()) {
                                Replies.refusal(context, refusal.get());
                            } else {
                                Parameters parameters = new Parameters(context, query.orElse(Query.NONE));
                                ScopedValue.where(Caller.CURRENT, caller).<@Nullable Void, Exception>call(() -> {
                                    answer.to(context, caller, parameters);
                                    return null;
                                });
                            }
                        }
                    }
                };
            case Entry.Open(var _, var _, Optional<Query> query, Handler answer) ->
                context -> {
                    Optional<Refusal> refusal = door.strangerRefusal(context).or(() -> refusal(context, query));
                    if (refusal.isPresent()) {
                        Replies.refusal(context, refusal.get());
                    } else {
                        answer.handle(context);
                    }
                };
        };
    }

    private static Optional<Refusal> refusal(Context context, Optional<Query> query) {
        return query.flatMap(known -> Parameters.refusal(context, known));
    }

    private void get(String path, Right right, Plain answer) {
        on(HandlerType.GET, path, right, answer);
        on(HandlerType.HEAD, path, right, answer);
    }

    private void get(String path, Right right, Query query, Answer answer) {
        on(HandlerType.GET, path, right, query, answer);
        on(HandlerType.HEAD, path, right, query, answer);
    }

    private void post(String path, Right right, Plain answer) {
        on(HandlerType.POST, path, right, answer);
    }

    private void post(String path, Right right, Query query, Answer answer) {
        on(HandlerType.POST, path, right, query, answer);
    }

    private void on(HandlerType method, String path, Right right, Plain answer) {
        add(method, path, none(path), new Demand.Having(right), answer);
    }

    private void on(HandlerType method, String path, Right right, Query query, Answer answer) {
        table.add(new Entry.Guarded(method, path, Optional.of(query), new Demand.Having(right), answer));
    }

    /** For whoever is known, whatever they may. */
    private void known(String path, Plain answer) {
        add(HandlerType.GET, path, none(path), new Demand.BeingKnown(), answer);
        add(HandlerType.HEAD, path, none(path), new Demand.BeingKnown(), answer);
    }

    private void add(HandlerType method, String path, Optional<Query> query, Demand demand, Plain answer) {
        table.add(new Entry.Guarded(method, path, query, demand, (context, caller, _) -> answer.to(context, caller)));
    }

    private void open(String path, Handler handler) {
        table.add(new Entry.Open(HandlerType.GET, path, none(path), handler));
        table.add(new Entry.Open(HandlerType.HEAD, path, none(path), handler));
    }

    private static Optional<Query> none(String path) {
        return path.startsWith(OF_CONTRACT) ? Optional.of(Query.NONE) : Optional.empty();
    }

    /** That it is not there is all there is to say of it, whatever it would take. */
    private void notOffered(String path) {
        String feature = path.replaceFirst("/<rest>$", "") + " yet";
        for (HandlerType method : METHODS) {
            add(
                    method,
                    path,
                    Optional.empty(),
                    new Demand.Having(Right.READ),
                    (context, _) -> Replies.refusal(context, new NotOffered("", feature)));
        }
    }
}
