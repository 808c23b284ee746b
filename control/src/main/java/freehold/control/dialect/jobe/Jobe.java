package freehold.control.dialect.jobe;

import freehold.control.blob.BlobStore;
import freehold.control.dialect.PeerJson;
import freehold.control.dialect.PromptRun;
import freehold.control.exchange.Answer;
import freehold.control.exchange.Call;
import freehold.control.exchange.Dialect;
import freehold.control.exchange.Headers;
import freehold.control.exchange.Route;
import freehold.control.execution.Executions;
import freehold.control.record.Entry;
import freehold.control.tenancy.Right;
import freehold.execution.Content;
import freehold.execution.FaultId;
import freehold.execution.Request;
import freehold.execution.State;
import freehold.quantity.Digest;
import freehold.refusal.Conflict;
import freehold.refusal.FieldFault;
import freehold.refusal.Forbidden;
import freehold.refusal.Invalid;
import freehold.refusal.LimitAboveCeiling;
import freehold.refusal.Malformed;
import freehold.refusal.NotFound;
import freehold.refusal.NotJson;
import freehold.refusal.NotOffered;
import freehold.refusal.PolicyDenied;
import freehold.refusal.QueueFull;
import freehold.refusal.QuotaSpent;
import freehold.refusal.RateExceeded;
import freehold.refusal.Refusal;
import freehold.refusal.RuntimeMissing;
import freehold.refusal.RuntimeUnknown;
import freehold.refusal.TierUnavailable;
import freehold.refusal.TooLarge;
import freehold.refusal.Unauthenticated;
import freehold.refusal.Unavailable;
import freehold.refusal.Within;
import freehold.runtime.Catalogue;
import freehold.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** The dialect as a whole: its paths, its key, its errors. An error is a sentence, as a JSON string. */
public final class Jobe implements Dialect {
    static final String NAME = "jobe";

    /** What clients put before each path, at a host of its own and below a place that ends with the peer's name. */
    private static final List<String> PLACES = List.of("/jobe/index.php/restapi", "/index.php/restapi");

    private final Executions executions;
    private final BlobStore blobs;
    private final Languages languages;
    private final RunReader reader;
    private final FileNames files = new FileNames();

    /** @param catalogue asked anew each time, for runtimes come and go */
    public Jobe(Executions executions, Supplier<Catalogue> catalogue, BlobStore blobs) {
        this.executions = executions;
        this.blobs = blobs;
        this.languages = new Languages(catalogue);
        this.reader = new RunReader(languages);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (String place : PLACES) {
            routes.add(Route.get(place + "/languages", Right.READ, _ -> PeerJson.answer(200, languages.list())));
            routes.add(Route.post(place + "/runs", Right.RUN, this::run));
            routes.add(new Route(Route.Method.PUT, place + "/files/{id}", Right.RUN, Route.Taking.JSON, this::put));
            routes.add(Route.get(place + "/files/{id}", Right.RUN, this::has));
        }
        return List.copyOf(routes);
    }

    @Override
    public Optional<String> secret(Headers headers) {
        return headers.first("X-API-KEY");
    }

    private Answer run(Call call) throws InterruptedException {
        Optional<ObjectNode> body = PeerJson.object(call.body());
        if (body.isEmpty()) {
            return sentence(400, "No run_spec attribute found in post data");
        }
        Request request;
        try {
            request = reader.read(body.get(), id -> stored(call.tenant(), id));
        } catch (Fault fault) {
            return sentence(fault.status(), fault.sentence());
        }
        return PromptRun.answer(executions, call, request, this::refused, Jobe::ended);
    }

    private static Answer ended(Entry entry) {
        return entry.execution().state() == State.FINISHED
                ? PeerJson.answer(200, entry.execution().outputBytes(), () -> RunResult.of(entry.execution()))
                : PeerJson.answer(200, RunResult.overload());
    }

    /** Whoever asks is about to refer to it. */
    private Optional<Content.Stored> stored(TenantId tenant, String id) {
        return files.find(tenant, id).flatMap(digest -> blobs.renew(tenant, digest));
    }

    private Answer put(Call call) {
        String id = call.part("id");
        if (!RunReader.FILE_ID.matcher(id).matches()) {
            return sentence(400, "put: the file id must be 8 to 128 letters and digits");
        }
        Optional<String> contents =
                PeerJson.object(call.body()).flatMap(body -> PeerJson.scalar(body, "file_contents"));
        if (contents.isEmpty()) {
            return sentence(400, "put: missing file_contents parameter");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(contents.get());
        } catch (IllegalArgumentException notBase64) {
            return sentence(400, "put: contents of file " + id + " are not valid base-64");
        }
        Digest digest = Digest.of(bytes);
        try {
            if (blobs.offer(call.tenant(), digest, new ByteArrayInputStream(bytes))
                    instanceof BlobStore.Offered.Declined(Refusal refusal)) {
                return refused(refusal);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        files.put(call.tenant(), id, digest);
        return Answer.empty(204);
    }

    private Answer has(Call call) {
        return Answer.empty(stored(call.tenant(), call.part("id")).isPresent() ? 204 : 404);
    }

    @Override
    public Answer refused(Refusal refusal) {
        return switch (refusal) {
            case Unauthenticated() -> sentence(403, "Missing or unknown API key");
            case Forbidden(String detail, var _) -> sentence(403, detail);
            case NotFound(var thing) -> sentence(404, "There is no such " + thing.label());
            case Conflict(String detail, var _) -> sentence(409, detail);
            case TooLarge(var _, var most, var _) -> sentence(413, "Send at most " + most.count() + " bytes");
            case NotJson(String type) -> sentence(415, "Send the body as " + type);
            case Malformed(List<FieldFault> faults) -> sentence(400, detail(faults.getFirst()));
            case Invalid(List<FieldFault> faults) -> sentence(400, detail(faults.getFirst()));
            case LimitAboveCeiling(String pointer, long _, long ceiling, String _) ->
                sentence(400, ceiling(pointer, ceiling));
            case RuntimeUnknown(String asked, var _, var _) -> sentence(400, "Language '" + asked + "' is not known");
            case RuntimeMissing(String runtime, String _) -> sentence(400, "Language '" + runtime + "' is not known");
            case TierUnavailable _ -> sentence(400, "This tier is not available");
            case NotOffered(String _, String feature) -> sentence(400, feature + " is not offered");
            case Within(String _, Refusal inner) -> refused(inner);
            case RateExceeded(String whose, var _, var _) -> sentence(429, "Too many requests of this " + whose);
            case PolicyDenied(String _, String _, String sentence) -> sentence(403, sentence);
            case QueueFull _, QuotaSpent _, Unavailable _ -> PeerJson.answer(200, RunResult.overload());
        };
    }

    private static String detail(FieldFault fault) {
        return fault.pointer().replaceFirst("^#/?", "") + " " + fault.detail();
    }

    private static String ceiling(String pointer, long ceiling) {
        return switch (pointer) {
            case "#/limits/cpu_ms", "#/limits/wall_ms" ->
                "cputime exceeds maximum allowed on this Jobe server (" + ceiling / 1_000 + " secs)";
            default ->
                pointer.replaceFirst("^#/limits/", "") + " exceeds maximum allowed on this Jobe server (" + ceiling
                        + ")";
        };
    }

    private static Answer sentence(int status, String sentence) {
        return Answer.json(status, PeerJson.bytes(PeerJson.object().stringNode(sentence)));
    }

    @Override
    public Answer failed(FaultId id) {
        return sentence(500, "Server exception (" + id + ")");
    }

    @Override
    public Answer unknownPath() {
        return sentence(404, "There is no such path");
    }

    /** What is stored is a request of our own API. */
    @Override
    public Optional<Request> reread(byte[] stored) {
        return Optional.empty();
    }
}
