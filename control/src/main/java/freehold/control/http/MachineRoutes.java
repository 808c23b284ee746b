package freehold.control.http;

import freehold.control.execution.Executions;
import freehold.control.telemetry.Metrics;
import freehold.refusal.NotFound;
import freehold.refusal.Refusal;
import freehold.runtime.Catalogue;
import freehold.wire.api.RuntimeWriter;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** The pages for machines and their keepers. */
final class MachineRoutes {
    private static final byte[] OK = "{\"status\":\"ok\"}".getBytes(StandardCharsets.UTF_8);

    private final Supplier<Catalogue> catalogue;
    private final Executions executions;
    private final Metrics metrics;

    MachineRoutes(Supplier<Catalogue> catalogue, Executions executions, Metrics metrics) {
        this.catalogue = catalogue;
        this.executions = executions;
        this.metrics = metrics;
    }

    void alive(Context context) {
        Replies.json(context, 200, OK);
    }

    void ready(Context context) {
        Optional<Refusal> lack = executions.unready();
        if (lack.isPresent()) {
            Replies.refusal(context, lack.get());
        } else {
            Replies.json(context, 200, OK);
        }
    }

    void metrics(Context context) {
        Metrics.Page page = metrics.read(Optional.ofNullable(context.header("Accept")));
        context.status(200).contentType(page.mediaType()).result(page.text());
    }

    void contract(Context context) {
        Replies.json(context, 200, Contract.json());
    }

    void runtimes(Context context) {
        Replies.json(context, 200, RuntimeWriter.list(catalogue.get()));
    }

    void runtime(Context context) {
        Optional<byte[]> found = RuntimeWriter.one(catalogue.get(), context.pathParam("name"));
        if (found.isPresent()) {
            Replies.json(context, 200, found.get());
        } else {
            Replies.refusal(context, new NotFound(NotFound.Thing.RUNTIME));
        }
    }

    void front(Context context) {
        if (ErrorPage.isForPeople(context.header("Accept"))) {
            context.status(200)
                    .contentType("text/html; charset=utf-8")
                    .header(SafeHeaders.POLICY, FrontPage.POLICY)
                    .result(FrontPage.html());
        } else {
            Replies.json(context, 200, FrontPage.json());
        }
    }

    void error(Context context) {
        Optional<ErrorKind> kind = ErrorKind.of(context.pathParam("slug"));
        if (kind.isEmpty()) {
            Replies.refusal(context, new NotFound(NotFound.Thing.ERROR));
        } else if (ErrorPage.isForPeople(context.header("Accept"))) {
            context.status(200).contentType("text/html; charset=utf-8").result(ErrorPage.html(kind.get()));
        } else {
            Replies.json(context, 200, ErrorPage.json(kind.get()));
        }
    }
}
