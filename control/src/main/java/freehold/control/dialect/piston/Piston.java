package freehold.control.dialect.piston;

import freehold.control.dialect.PeerJson;
import freehold.control.dialect.PromptRun;
import freehold.control.dialect.Sentence;
import freehold.control.exchange.Answer;
import freehold.control.exchange.Call;
import freehold.control.exchange.Dialect;
import freehold.control.exchange.Headers;
import freehold.control.exchange.RetryAfter;
import freehold.control.exchange.Route;
import freehold.control.exchange.Talk;
import freehold.control.execution.Executions;
import freehold.control.record.Entry;
import freehold.control.tenancy.Right;
import freehold.execution.FaultId;
import freehold.execution.Request;
import freehold.execution.State;
import freehold.execution.Verdict;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** The dialect as a whole: its paths, its key, its errors. */
public final class Piston implements Dialect {
    static final String NAME = "piston";

    /** Where the peer has its paths, and where its public instance has them. */
    private static final List<String> PLACES = List.of("/api/v2", "/api/v2/piston");

    private final Executions executions;
    private final Runtimes runtimes;

    /** @param catalogue asked anew each time, for runtimes come and go */
    public Piston(Executions executions, Supplier<Catalogue> catalogue) {
        this.executions = executions;
        this.runtimes = new Runtimes(catalogue);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (String place : PLACES) {
            routes.add(Route.post(place + "/execute", Right.RUN, this::execute));
            routes.add(Route.get(place + "/runtimes", Right.READ, _ -> PeerJson.answer(200, runtimes.list())));
            routes.add(Route.get(place + "/packages", Right.READ, _ -> PeerJson.answer(200, runtimes.packages())));
            routes.add(Route.post(place + "/packages", Right.RUN, _ -> packagesAreFixed()));
            routes.add(new Route(
                    Route.Method.DELETE,
                    place + "/packages",
                    Right.RUN,
                    Route.Taking.NOTHING,
                    _ -> packagesAreFixed()));
        }
        routes.add(Route.get("", Right.READ, _ -> message(200, "Piston v3.1.1 as Freehold speaks it")));
        return List.copyOf(routes);
    }

    @Override
    public List<Talk> talks() {
        return PLACES.stream()
                .map(place -> new Talk(
                        place + "/connect",
                        Right.RUN,
                        (caller, line, terms) ->
                                new Connection(executions, runtimes, Piston::words, caller, line, terms).hold()))
                .toList();
    }

    private static String words(Refusal refusal) {
        return Sentence.of(refusal).text();
    }

    /** The public instance of the peer takes a key without a scheme. */
    @Override
    public Optional<String> secret(Headers headers) {
        return headers.first("Authorization").filter(value -> !value.contains(" "));
    }

    private Answer execute(Call call) throws InterruptedException {
        Optional<ObjectNode> body = PeerJson.object(call.body());
        if (body.isEmpty()) {
            return message(400, "the body is not a JSON object");
        }
        return switch (JobReader.read(body.get(), runtimes)) {
            case JobReader.Read.Wrong(String message) -> message(400, message);
            case JobReader.Read.Understood(Request request, Runtimes.Listed runtime) ->
                PromptRun.answer(executions, call, request, this::refused, entry -> ended(entry, runtime));
        };
    }

    /** Our failure is the peer's too: a status and nothing else. */
    private static Answer ended(Entry entry, Runtimes.Listed runtime) {
        if (entry.execution().state() != State.FINISHED) {
            return message(503, "it has not ended in time");
        }
        return entry.execution().outcome().orElseThrow().verdict() == Verdict.FAULTED
                ? Answer.empty(500)
                : PeerJson.answer(200, entry.execution().outputBytes(), () -> StageWriter.job(entry, runtime));
    }

    private static Answer packagesAreFixed() {
        return message(403, "what is installed is up to the operator of this server, and not to its clients");
    }

    private static Answer message(int status, String message) {
        return PeerJson.answer(status, PeerJson.object().put("message", message));
    }

    @Override
    public Answer refused(Refusal refusal) {
        return switch (refusal) {
            case Unauthenticated() -> message(401, "send a key of this server");
            case Forbidden(String detail, var _) -> message(403, detail);
            case NotFound(var thing) -> message(404, "there is no such " + thing.label());
            case Conflict(String detail, var _) -> message(409, detail);
            case TooLarge(var _, var most, var _) -> message(413, "send at most " + most.count() + " bytes");
            case NotJson _ -> message(415, "requests must be of type application/json");
            case Malformed(List<FieldFault> faults) -> message(400, sentence(faults.getFirst()));
            case Invalid(List<FieldFault> faults) -> message(400, sentence(faults.getFirst()));
            case LimitAboveCeiling(String pointer, long _, long ceiling, String _) ->
                message(400, field(pointer) + " cannot exceed the configured limit of " + ceiling);
            case RuntimeUnknown(String asked, var _, var _) -> message(400, asked + " runtime is unknown");
            case RuntimeMissing(String runtime, String _) -> message(400, runtime + " runtime is unknown");
            case TierUnavailable _ -> message(400, "this tier is not available");
            case NotOffered(String _, String feature) -> message(400, feature + " is not offered");
            case QueueFull(var _, int waiting, var _, var _, Duration pause) ->
                message(429, waiting + " executions wait; come back later")
                        .with(RetryAfter.HEADER, RetryAfter.value(pause));
            case RateExceeded(String whose, var _, Duration pause) ->
                message(429, "too many requests of this " + whose).with(RetryAfter.HEADER, RetryAfter.value(pause));
            case PolicyDenied(String _, String _, String sentence) -> message(403, sentence);
            case QuotaSpent(var _, String _, String _, String sentence, Duration pause) ->
                message(429, sentence).with(RetryAfter.HEADER, RetryAfter.value(pause));
            case Within(String _, Refusal inner) -> refused(inner);
            case Unavailable(String reason, var _) -> message(503, reason);
        };
    }

    private static String sentence(FieldFault fault) {
        return field(fault.pointer()) + " " + fault.detail();
    }

    private static String field(String pointer) {
        return JobReader.field(pointer).orElseGet(() -> pointer.replaceFirst("^#/?", ""));
    }

    /** The peer tells nothing of its failures. */
    @Override
    public Answer failed(FaultId id) {
        return Answer.empty(500);
    }

    @Override
    public Answer unknownPath() {
        return message(404, "Not Found");
    }

    /** What is stored is a request of our own API. */
    @Override
    public Optional<Request> reread(byte[] stored) {
        return Optional.empty();
    }
}
