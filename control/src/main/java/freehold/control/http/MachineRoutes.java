package freehold.control.http;

import freehold.control.execution.Executions;
import freehold.control.record.Records;
import freehold.control.telemetry.Metrics;
import freehold.refusal.NotFound;
import freehold.refusal.Unavailable;
import freehold.runtime.Catalogue;
import freehold.wire.api.RuntimeWriter;
import freehold.wire.link.Link;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** The pages for machines and their keepers. */
final class MachineRoutes {
    private static final byte[] OK = "{\"status\":\"ok\"}".getBytes(StandardCharsets.UTF_8);

    private final Supplier<Catalogue> catalogue;
    private final Link link;
    private final Records records;
    private final Executions executions;
    private final Metrics metrics;

    MachineRoutes(Supplier<Catalogue> catalogue, Link link, Records records, Executions executions, Metrics metrics) {
        this.catalogue = catalogue;
        this.link = link;
        this.records = records;
        this.executions = executions;
        this.metrics = metrics;
    }

    void alive(Context context) {
        Replies.json(context, 200, OK);
    }

    void ready(Context context) {
        Optional<String> lack = lack();
        if (lack.isPresent()) {
            Replies.refusal(context, new Unavailable(lack.get()));
        } else {
            Replies.json(context, 200, OK);
        }
    }

    private Optional<String> lack() {
        if (executions.isDraining()) {
            return Optional.of("This server is stopping");
        }
        if (link.capacity() == 0) {
            return Optional.of("No worker is ready");
        }
        return records.isWritable() ? Optional.empty() : Optional.of("The record cannot be written");
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
            Replies.refusal(context, new NotFound("runtime"));
        }
    }

    void error(Context context) {
        Optional<ErrorKind> kind = ErrorKind.of(context.pathParam("slug"));
        if (kind.isEmpty()) {
            Replies.refusal(context, new NotFound("error"));
        } else if (ErrorPage.isForPeople(context.header("Accept"))) {
            context.status(200).contentType("text/html; charset=utf-8").result(ErrorPage.html(kind.get()));
        } else {
            Replies.json(context, 200, ErrorPage.json(kind.get()));
        }
    }
}
