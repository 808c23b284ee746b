package freehold.control.http;

import freehold.cell.Tier;
import freehold.control.exchange.RetryAfter;
import freehold.control.execution.Lack;
import freehold.execution.FaultId;
import freehold.quantity.Bytes;
import freehold.refusal.Conflict;
import freehold.refusal.FieldFault;
import freehold.refusal.Forbidden;
import freehold.refusal.Invalid;
import freehold.refusal.LimitAboveCeiling;
import freehold.refusal.Malformed;
import freehold.refusal.Nearest;
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
import freehold.tenant.Rate;
import freehold.wire.api.ProblemDocument;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A problem as it is sent: the document, and the headers that belong to it. */
record Problem(ProblemDocument document, Map<String, String> headers) {
    /** Of an address and all headers together. */
    static final Bytes HEAD_MOST = Bytes.kibi(8);

    private static final int SHOWN_MAX = 80;
    private static final Duration PAUSE_WHEN_UNAVAILABLE = Duration.ofSeconds(5);

    static Problem of(Refusal refusal) {
        return switch (refusal) {
            case Malformed(var faults) -> at(ErrorKind.MALFORMED, "Mend the request: " + first(faults), faults);
            case Unauthenticated() ->
                plain(
                                ErrorKind.UNAUTHENTICATED,
                                "The request has no key that counts here. Send one of this server as Authorization: Bearer fh_…; an"
                                        + " operator makes them.")
                        .with("WWW-Authenticate", "Bearer");
            case Forbidden(String detail, String remedy) -> plain(ErrorKind.FORBIDDEN, detail + ". " + remedy + ".");
            case NotFound(var thing) ->
                plain(ErrorKind.NOT_FOUND, "There is no such " + thing.label() + " here. " + NextStep.of(thing) + ".");
            case Conflict(String detail, String remedy) -> plain(ErrorKind.CONFLICT, detail + ". " + remedy + ".");
            case TooLarge tooLarge ->
                plain(ErrorKind.TOO_LARGE, NextStep.of(tooLarge)).with("Connection", "close");
            case NotJson(String mediaType) ->
                plain(
                        ErrorKind.NOT_JSON,
                        "The body came with another Content-Type, or with none. Send it as " + mediaType
                                + (mediaType.contains("json") ? ", in UTF-8." : "."));
            case Invalid(var faults) -> at(ErrorKind.INVALID, "Change the request: " + first(faults), faults);
            case LimitAboveCeiling(String pointer, long asked, long ceiling, String whose) ->
                at(
                        ErrorKind.LIMIT_ABOVE_CEILING,
                        pointer + " asks for " + NextStep.amount(pointer, asked) + ", and the ceiling of " + whose
                                + " is " + NextStep.amount(pointer, ceiling) + ". Ask for no more than that.",
                        List.of(new FieldFault(pointer, "is " + asked + ", above the ceiling of " + ceiling)));
            case PolicyDenied(String policy, String rule, String sentence) ->
                plain(ErrorKind.POLICY_DENIED, "The policy " + policy + " refuses this by " + rule + ". " + sentence);
            case RuntimeUnknown(String asked, List<String> versions, List<String> near) ->
                at(
                        ErrorKind.RUNTIME_UNKNOWN,
                        "There is no runtime " + shown(asked) + " here"
                                + (versions.isEmpty()
                                        ? ""
                                        : "; of that language there is " + String.join(", ", versions))
                                + (near.isEmpty() ? "." : "; " + Nearest.question(near))
                                + " GET /v1/runtimes lists all there are.",
                        List.of(new FieldFault("#/runtime", "names no runtime")));
            case RuntimeMissing(String runtime, String reason) ->
                at(
                        ErrorKind.RUNTIME_MISSING,
                        runtime + " is not installed here: " + reason + ". GET /v1/runtimes lists what is.",
                        List.of(new FieldFault("#/runtime", "is not installed")));
            case TierUnavailable(var asked, var offered) ->
                at(
                        ErrorKind.TIER_UNAVAILABLE,
                        "This server has no tier " + asked.label() + ". Ask for one that it has: "
                                + offered.stream().map(Tier::label).collect(Collectors.joining(", ")) + ".",
                        List.of(new FieldFault("#/tier", "is not available")));
            case NotOffered(String pointer, String feature) ->
                pointer.isEmpty()
                        ? plain(
                                ErrorKind.NOT_OFFERED,
                                "This server does not offer " + feature + ". GET /v1/openapi.json has what there is.")
                        : at(
                                ErrorKind.NOT_OFFERED,
                                "This server does not offer " + feature + ". Leave " + pointer + " out.",
                                List.of(new FieldFault(pointer, "is not offered")));
            case QueueFull full ->
                plain(ErrorKind.QUEUE_FULL, NextStep.of(full)).after(full.pause());
            case RateExceeded(String whose, Rate rate, Duration pause) ->
                plain(
                                ErrorKind.RATE_EXCEEDED,
                                "This %s may ask %,d times in %,d s, and has. Come back in %,d s."
                                        .formatted(
                                                whose,
                                                rate.requests(),
                                                rate.window().toSeconds(),
                                                RetryAfter.seconds(pause)))
                        .after(pause);
            case QuotaSpent(var kind, String policy, String rule, String sentence, Duration pause) ->
                plain(
                                quota(kind),
                                "The policy " + policy + " has no more by " + rule + ". " + sentence + ". "
                                        + NextStep.of(kind, RetryAfter.seconds(pause)))
                        .after(pause);
            case Unavailable(String reason, String remedy) ->
                plain(ErrorKind.UNAVAILABLE, reason + ". " + remedy + ".").after(PAUSE_WHEN_UNAVAILABLE);
            case Within(String place, Refusal inner) -> of(inner).within(place);
        };
    }

    private static ErrorKind quota(QuotaSpent.Kind kind) {
        return switch (kind) {
            case CONCURRENCY -> ErrorKind.CONCURRENCY_EXCEEDED;
            case RATE -> ErrorKind.RATE_EXCEEDED;
            case BUDGET -> ErrorKind.BUDGET_EXCEEDED;
        };
    }

    private Problem within(String place) {
        List<FieldFault> faults = document.errors().isEmpty()
                ? List.of(new FieldFault(place, "is refused: " + document.slug()))
                : document.errors().stream()
                        .map(fault -> new FieldFault(place + fault.pointer().substring(1), fault.detail()))
                        .toList();
        return new Problem(
                new ProblemDocument(
                        document.slug(),
                        document.title(),
                        document.status(),
                        "In " + place + ": " + document.detail(),
                        faults,
                        document.faultId()),
                headers);
    }

    static Problem methodNotAllowed(String allow) {
        return plain(
                        ErrorKind.METHOD_NOT_ALLOWED,
                        "This path has another method. Use one of: " + allow
                                + "; GET /v1/openapi.json says what each does.")
                .with("Allow", allow);
    }

    /** @param near paths that may have been meant */
    static Problem noPath(List<String> near) {
        NotFound.Thing thing = NotFound.Thing.PATH;
        return near.isEmpty()
                ? of(new NotFound(thing))
                : plain(
                        ErrorKind.NOT_FOUND,
                        "There is no such path here; " + Nearest.question(near) + " " + NextStep.of(thing) + ".");
    }

    /** What the web server itself refused, by its status. */
    static Problem ofStatus(int status) {
        return switch (status) {
            case 404 -> of(new NotFound(NotFound.Thing.PATH));
            case 413, 414, 431 ->
                new Problem(
                        document(
                                ErrorKind.TOO_LARGE,
                                status,
                                NextStep.of(new TooLarge(TooLarge.Part.HEAD, HEAD_MOST, Optional.empty()))),
                        Map.of("Connection", "close"));
            case 503 -> of(Lack.TIME.refusal());
            default ->
                new Problem(
                        document(
                                ErrorKind.MALFORMED,
                                status < 500 ? status : 400,
                                "The web server could not read this as HTTP. Send a request that follows RFC 9110, with its address percent-encoded."),
                        Map.of("Connection", "close"));
        };
    }

    static Problem of(BrokenBody body) {
        return body.isSlow()
                ? new Problem(
                        document(
                                ErrorKind.MALFORMED,
                                408,
                                "The body came too slowly to be awaited. Send it in one go, without a pause of half a minute, and at more than "
                                        + SteadyBodies.BYTES_A_SECOND_LEAST + " bytes a second."),
                        Map.of("Connection", "close"))
                : ofStatus(400);
    }

    /** A path that has conversations alone. */
    static Problem notOpened() {
        return new Problem(
                document(
                        ErrorKind.MALFORMED,
                        426,
                        "This path answers by a conversation alone. Open a WebSocket (RFC 6455) at it."),
                Map.of("Upgrade", "websocket"));
    }

    /** A range that begins behind the last of so many bytes. */
    static Problem beyond(long bytes) {
        return new Problem(
                document(
                        ErrorKind.INVALID,
                        416,
                        "The header Range asks for what is behind the end. Ask for some of the %,d bytes that there are, or leave it out."
                                .formatted(bytes)),
                Map.of("Content-Range", "bytes */" + bytes));
    }

    static Problem fault(FaultId id) {
        ErrorKind kind = ErrorKind.FAULT;
        return new Problem(
                new ProblemDocument(
                        kind.slug(),
                        kind.title(),
                        kind.status(),
                        "This is our failure, and not the request's. Try again; if it stays so, tell the operator this id, under which the log has the cause: "
                                + id + ".",
                        List.of(),
                        Optional.of(id.value())),
                Map.of());
    }

    static Problem unavailable(FaultId id) {
        ErrorKind kind = ErrorKind.UNAVAILABLE;
        return new Problem(
                new ProblemDocument(
                        kind.slug(),
                        kind.title(),
                        kind.status(),
                        "The record did not answer, so it is not known whether this was done. Come back later, a submission with its"
                                + " Idempotency-Key; the operator finds the cause in the log under " + id + ".",
                        List.of(),
                        Optional.of(id.value())),
                Map.of(RetryAfter.HEADER, RetryAfter.value(PAUSE_WHEN_UNAVAILABLE)));
    }

    private static Problem plain(ErrorKind kind, String detail) {
        return new Problem(document(kind, kind.status(), detail), Map.of());
    }

    private static Problem at(ErrorKind kind, String detail, List<FieldFault> faults) {
        return new Problem(
                new ProblemDocument(kind.slug(), kind.title(), kind.status(), detail, faults, Optional.empty()),
                Map.of());
    }

    private static ProblemDocument document(ErrorKind kind, int status, String detail) {
        return new ProblemDocument(kind.slug(), kind.title(), status, detail, List.of(), Optional.empty());
    }

    private Problem after(Duration pause) {
        return with(RetryAfter.HEADER, RetryAfter.value(pause));
    }

    private Problem with(String header, String value) {
        return new Problem(document, Map.of(header, value));
    }

    private static String first(List<FieldFault> faults) {
        FieldFault fault = faults.getFirst();
        boolean sentence = Character.isUpperCase(fault.detail().charAt(0));
        String where =
                fault.pointer().equals("#") ? (sentence ? "" : "it ") : fault.pointer() + (sentence ? ": " : " ");
        return where + fault.detail() + (fault.detail().endsWith(".") ? "" : ".");
    }

    /** What a client sent, as far as it is fit to be shown. */
    static String shown(String text) {
        String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= SHOWN_MAX ? printable : printable.substring(0, SHOWN_MAX) + "…";
    }
}
