package freehold.control.dialect.gojudge;

import freehold.control.admission.Ceilings;
import freehold.control.blob.BlobStore;
import freehold.control.dialect.FileForm;
import freehold.control.dialect.PeerJson;
import freehold.control.dialect.Sentence;
import freehold.control.exchange.Answer;
import freehold.control.exchange.Call;
import freehold.control.exchange.Dialect;
import freehold.control.exchange.Headers;
import freehold.control.exchange.Line;
import freehold.control.exchange.Presence;
import freehold.control.exchange.RetryAfter;
import freehold.control.exchange.Route;
import freehold.control.exchange.Talk;
import freehold.control.execution.Companies;
import freehold.control.execution.Executions;
import freehold.control.record.Entry;
import freehold.control.tenancy.Right;
import freehold.execution.Content;
import freehold.execution.FaultId;
import freehold.execution.Request;
import freehold.refusal.Refusal;
import freehold.refusal.Unauthenticated;
import freehold.runtime.Catalogue;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/** The dialect as a whole: its paths, its key, its errors. */
public final class GoJudge implements Dialect {
    static final String NAME = "go-judge";

    /** As file systems have it. */
    private static final int NAME_BYTES_MAX = 255;

    private final BlobStore blobs;
    private final FileStore store;
    private final Judging judging;

    /**
     * Makes one.
     *
     * @param catalogue asked anew each time, for runtimes come and go
     * @param chance names files, so nobody may foresee it
     */
    public GoJudge(
            Executions executions,
            Companies companies,
            Supplier<Catalogue> catalogue,
            Ceilings ceilings,
            BlobStore blobs,
            InstantSource clock,
            RandomGenerator chance) {
        this.blobs = blobs;
        this.store = new FileStore(blobs, clock, chance);
        this.judging = new Judging(
                executions, companies, blobs, clock, new Job.Grammar(store, new Programs(catalogue), ceilings));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post("/run", Right.RUN, this::run),
                Route.get("/file", Right.READ, this::list),
                new Route(Route.Method.POST, "/file", Right.RUN, Route.Taking.BYTES, this::send),
                Route.get("/file/{id}", Right.READ, this::fetch),
                new Route(Route.Method.DELETE, "/file/{id}", Right.RUN, Route.Taking.NOTHING, this::remove),
                Route.get("/version", Right.READ, _ -> PeerJson.answer(200, Pages.version())),
                Route.get("/config", Right.READ, _ -> PeerJson.answer(200, Pages.configuration())));
    }

    @Override
    public List<Talk> talks() {
        return List.of(
                new Talk("/ws", Right.RUN, (caller, line, terms) -> new Socket(judging, caller, line, terms).hold()),
                new Talk(
                        "/stream",
                        Right.RUN,
                        Line.Form.BYTES,
                        (caller, line, terms) -> new StreamSocket(judging, caller, line, terms).hold()));
    }

    /** The peer takes {@code Authorization: Bearer}, which is understood everywhere. */
    @Override
    public Optional<String> secret(Headers headers) {
        return Optional.empty();
    }

    private Answer run(Call call) throws InterruptedException {
        Optional<ObjectNode> body = PeerJson.object(call.body());
        if (body.isEmpty()) {
            return error(400, "the body is not a JSON object");
        }
        try {
            return switch (judging.begin(call.tenant(), body.get(), Job.Client.WAITS)) {
                case JobRun.Begun.Declined(Refusal refusal) -> refused(refusal);
                case JobRun.Begun.Running(JobRun run) -> ended(call, run);
            };
        } catch (Fault fault) {
            return error(fault.status(), fault.sentence());
        }
    }

    private Answer ended(Call call, JobRun run) throws InterruptedException {
        try (Presence.Watch _ = call.presence().watch(run::cancel)) {
            List<Optional<Entry>> ended = run.await();
            return PeerJson.answer(200, Judging.bytes(run.job(), ended), () -> judging.results(run.job(), ended));
        }
    }

    private Answer list(Call call) {
        ObjectNode json = PeerJson.object();
        store.list(call.tenant()).forEach(json::put);
        return PeerJson.answer(200, json);
    }

    private Answer send(Call call) {
        Optional<FileForm.Part> sent = FileForm.read(call.headers().first("Content-Type"), call.body()).stream()
                .flatMap(form -> form.files().stream())
                .filter(part -> part.name().equals("file"))
                .findFirst();
        if (sent.isEmpty()) {
            return error(400, "send multipart/form-data with a part file that is a file");
        }
        FileForm.Part part = sent.get();
        String name = part.file().orElseThrow();
        if (name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
            return error(400, "the name of a file has at most " + NAME_BYTES_MAX + " bytes");
        }
        return switch (store.put(call.tenant(), name, part.content())) {
            case FileStore.Sent.Kept(String id) ->
                PeerJson.answer(200, PeerJson.object().stringNode(id));
            case FileStore.Sent.Declined(Refusal refusal) -> refused(refusal);
        };
    }

    private Answer fetch(Call call) {
        TenantId tenant = call.tenant();
        Optional<StoredFile> found = store.find(tenant, call.part("id"));
        if (found.isEmpty()) {
            return Answer.empty(404);
        }
        Content.Stored content = FileStore.content(found.get());
        String name = found.get().name();
        String encoded = URLEncoder.encode(name.substring(name.lastIndexOf('/') + 1), StandardCharsets.UTF_8)
                .replace("+", "%20");
        return new Answer(
                200,
                "application/octet-stream",
                Map.of("Content-Disposition", "attachment; filename*=UTF-8''" + encoded),
                0,
                out -> {
                    try (InputStream in = blobs.open(tenant, content.digest())
                            .orElseThrow(() -> new IOException("it was erased meanwhile"))) {
                        in.transferTo(out);
                    }
                });
    }

    private Answer remove(Call call) {
        return Answer.empty(store.remove(call.tenant(), call.part("id")) ? 200 : 404);
    }

    /** The peer's errors are strings. */
    private static Answer error(int status, String error) {
        return PeerJson.answer(status, PeerJson.object().stringNode(error));
    }

    @Override
    public Answer refused(Refusal refusal) {
        if (refusal instanceof Unauthenticated) {
            return Answer.empty(401);
        }
        Sentence sentence = Sentence.of(refusal);
        Answer answer = error(sentence.status(), sentence.text());
        return sentence.retryAfter()
                .map(pause -> answer.with(RetryAfter.HEADER, pause))
                .orElse(answer);
    }

    @Override
    public Answer failed(FaultId id) {
        return error(500, ourFailure(id));
    }

    static String ourFailure(FaultId id) {
        return "this is our failure; the log has it as " + id;
    }

    @Override
    public Answer unknownPath() {
        return error(404, "404 page not found");
    }

    /** What is stored is a request of our own API. */
    @Override
    public Optional<Request> reread(byte[] stored) {
        return Optional.empty();
    }
}
