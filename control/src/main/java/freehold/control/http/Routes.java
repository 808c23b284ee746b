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
import java.util.List;
import java.util.Optional;

/** The table of all paths: who may call each, and who answers. */
final class Routes {
    private static final List<String> NOT_OFFERED = List.of(
            "/v1/executions/{id}/attach",
            "/v1/executions/{id}/receipt",
            "/v1/executions/{id}/timeline",
            "/v1/executions/{id}/replay",
            "/v1/sessions",
            "/v1/functions",
            "/v1/problems",
            "/v1/judgements",
            "/v1/tenants",
            "/v1/keys",
            "/v1/policies",
            "/v1/usage",
            "/v1/audit");
    private static final List<HandlerType> METHODS = List.of(
            HandlerType.GET,
            HandlerType.HEAD,
            HandlerType.POST,
            HandlerType.PUT,
            HandlerType.PATCH,
            HandlerType.DELETE);

    private final JavalinDefaultRoutingApi javalin;
    private final Door door;

    private Routes(JavalinDefaultRoutingApi javalin, Door door) {
        this.javalin = javalin;
        this.door = door;
    }

    /** What answers a caller who may ask. */
    interface Answer {
        void to(Context context, Caller caller) throws Exception;
    }

    static void register(
            JavalinDefaultRoutingApi javalin,
            Door door,
            ExecutionRoutes executions,
            BatchRoutes batches,
            CallbackRoutes callbacks,
            BlobRoutes blobs,
            MachineRoutes machines,
            McpRoutes tools,
            Optional<WorkerRoutes> workers) {
        Routes routes = new Routes(javalin, door);
        routes.post("/v1/executions", Right.RUN, executions::submit);
        routes.get("/v1/executions", Right.READ, executions::list);
        routes.get("/v1/executions/{id}", Right.READ, executions::one);
        routes.on(HandlerType.DELETE, "/v1/executions/{id}", Right.RUN, executions::erase);
        routes.get("/v1/executions/{id}/events", Right.READ, executions::events);
        routes.post("/v1/executions/{id}/cancel", Right.RUN, executions::cancel);
        routes.get("/v1/executions/{id}/artifacts/<path>", Right.READ, executions::artifact);
        routes.post("/v1/batches", Right.RUN, batches::submit);
        routes.get("/v1/batches/{id}", Right.READ, batches::one);
        routes.get("/v1/callbacks", Right.READ, callbacks::list);
        routes.get("/v1/callbacks/secret", Right.RUN, callbacks::secret);
        routes.get("/v1/callbacks/{id}", Right.READ, callbacks::one);
        routes.post("/v1/callbacks/{id}/redeliver", Right.RUN, callbacks::redeliver);
        routes.on(HandlerType.PUT, "/v1/blobs/{digest}", Right.RUN, blobs::put);
        routes.on(HandlerType.HEAD, "/v1/blobs/{digest}", Right.RUN, blobs::head);
        routes.get("/v1/runtimes", Right.READ, (context, _) -> machines.runtimes(context));
        routes.get("/v1/runtimes/{name}", Right.READ, (context, _) -> machines.runtime(context));
        routes.get("/metrics", Right.METRICS, (context, _) -> machines.metrics(context));
        routes.post("/mcp", Right.READ, tools::answer);
        workers.ifPresentOrElse(routes::workers, () -> routes.notOfferedBelow("/v1/workers"));
        routes.open("/healthz", machines::alive);
        routes.open("/readyz", machines::ready);
        routes.open("/v1/openapi.json", machines::contract);
        routes.open("/errors/{slug}", machines::error);
        NOT_OFFERED.forEach(routes::notOfferedBelow);
    }

    private void workers(WorkerRoutes workers) {
        get("/v1/workers", Right.OPERATE, (context, _) -> workers.list(context));
        post("/v1/workers/{id}/cordon", Right.OPERATE, (context, _) -> workers.wish(context, Wish.CORDON));
        post("/v1/workers/{id}/uncordon", Right.OPERATE, (context, _) -> workers.wish(context, Wish.UNCORDON));
        post("/v1/workers/{id}/drain", Right.OPERATE, (context, _) -> workers.wish(context, Wish.DRAIN));
    }

    private void notOfferedBelow(String path) {
        notOffered(path);
        if (!path.contains("{")) {
            notOffered(path + "/<rest>");
        }
    }

    private void get(String path, Right right, Answer answer) {
        on(HandlerType.GET, path, right, answer);
        on(HandlerType.HEAD, path, right, answer);
    }

    private void post(String path, Right right, Answer answer) {
        on(HandlerType.POST, path, right, answer);
    }

    private void on(HandlerType method, String path, Right right, Answer answer) {
        javalin.addHttpHandler(method, path, context -> {
            switch (door.pass(context, right)) {
                case Door.Passage.Shut(Refusal refusal) -> Replies.refusal(context, refusal);
                case Door.Passage.Open(Caller caller) -> answer.to(context, caller);
            }
        });
    }

    private void open(String path, Handler handler) {
        Handler checked = context -> {
            Optional<Refusal> refusal = door.strangerRefusal(context);
            if (refusal.isPresent()) {
                Replies.refusal(context, refusal.get());
            } else {
                handler.handle(context);
            }
        };
        javalin.addHttpHandler(HandlerType.GET, path, checked);
        javalin.addHttpHandler(HandlerType.HEAD, path, checked);
    }

    private void notOffered(String path) {
        String feature = path.replaceFirst("/<rest>$", "");
        for (HandlerType method : METHODS) {
            on(method, path, Right.READ, (context, _) -> Replies.refusal(context, new NotOffered("", feature)));
        }
    }
}
