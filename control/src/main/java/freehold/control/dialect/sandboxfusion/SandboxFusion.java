package freehold.control.dialect.sandboxfusion;

import freehold.control.admission.Ceilings;
import freehold.control.blob.BlobStore;
import freehold.control.dialect.PeerJson;
import freehold.control.dialect.PromptRun;
import freehold.control.dialect.Sentence;
import freehold.control.exchange.Answer;
import freehold.control.exchange.Call;
import freehold.control.exchange.Dialect;
import freehold.control.exchange.Headers;
import freehold.control.exchange.RetryAfter;
import freehold.control.exchange.Route;
import freehold.control.execution.Executions;
import freehold.control.record.Entry;
import freehold.control.tenancy.Right;
import freehold.execution.FaultId;
import freehold.execution.Request;
import freehold.execution.State;
import freehold.refusal.Refusal;
import freehold.runtime.Catalogue;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** The dialect as a whole: its paths, its key, its errors. */
public final class SandboxFusion implements Dialect {
    static final String NAME = "sandboxfusion";

    private final Executions executions;
    private final Languages languages;
    private final Ceilings ceilings;
    private final BlobStore blobs;

    /** @param catalogue asked anew each time, for runtimes come and go */
    public SandboxFusion(Executions executions, Supplier<Catalogue> catalogue, Ceilings ceilings, BlobStore blobs) {
        this.executions = executions;
        this.languages = new Languages(catalogue);
        this.ceilings = ceilings;
        this.blobs = blobs;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(
                        "/v1/ping",
                        Right.READ,
                        _ -> PeerJson.answer(200, PeerJson.object().stringNode("pong"))),
                Route.post("/run_code", Right.RUN, this::run),
                Route.post(
                        "/run_jupyter",
                        Right.RUN,
                        _ -> detail(501, "run_jupyter is not offered by this server; run_code is")));
    }

    /** The peer has no keys. */
    @Override
    public Optional<String> secret(Headers headers) {
        return headers.first("X-API-Key");
    }

    private Answer run(Call call) throws InterruptedException {
        Optional<ObjectNode> body = PeerJson.object(call.body());
        if (body.isEmpty()) {
            return PeerJson.answer(422, FieldErrors.ofBody(call.body()));
        }
        return switch (RunReader.read(body.get(), languages, ceilings)) {
            case RunReader.Read.Wrong(ObjectNode errors) -> PeerJson.answer(422, errors);
            case RunReader.Read.Missing(String language) ->
                PeerJson.answer(
                        200, RunAnswer.sandboxError("the language " + language + " is not installed on this server"));
            case RunReader.Read.Understood(Request request) ->
                PromptRun.answer(executions, call, request, this::refused, this::ended);
        };
    }

    private Answer ended(Entry entry) {
        return entry.execution().state() == State.FINISHED
                ? PeerJson.answer(200, RunAnswer.bytes(entry.execution()), () -> RunAnswer.of(entry.execution(), blobs))
                : PeerJson.answer(200, RunAnswer.sandboxError("it has not ended in time"));
    }

    private static Answer detail(int status, String detail) {
        return PeerJson.answer(status, PeerJson.object().put("detail", detail));
    }

    @Override
    public Answer refused(Refusal refusal) {
        Sentence sentence = Sentence.of(refusal);
        Answer answer = detail(sentence.status(), sentence.text());
        return sentence.retryAfter()
                .map(pause -> answer.with(RetryAfter.HEADER, pause))
                .orElse(answer);
    }

    @Override
    public Answer failed(FaultId id) {
        ObjectNode json = PeerJson.object().put("detail", "this is our failure; the log has it as " + id);
        json.putArray("traceback");
        return PeerJson.answer(500, json);
    }

    @Override
    public Answer unknownPath() {
        return detail(404, "Not Found");
    }

    /** What is stored is a request of our own API. */
    @Override
    public Optional<Request> reread(byte[] stored) {
        return Optional.empty();
    }
}
