package freehold.control.http;

import freehold.execution.FaultId;
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
import freehold.wire.api.ProblemDocument;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A problem as it is sent: the document, and the headers that belong to it. */
record Problem(ProblemDocument document, Map<String, String> headers) {
    private static final int SHOWN_MAX = 80;
    private static final Duration PAUSE_WHEN_UNAVAILABLE = Duration.ofSeconds(5);

    static Problem of(Refusal refusal) {
        return switch (refusal) {
            case Malformed(var faults) -> at(ErrorKind.MALFORMED, "Mend the request: " + first(faults), faults);
            case Unauthenticated() ->
                plain(ErrorKind.UNAUTHENTICATED, "Send a key of this server as Authorization: Bearer fh_….")
                        .with("WWW-Authenticate", "Bearer");
            case Forbidden(String right) -> plain(ErrorKind.FORBIDDEN, right);
            case NotFound(String what) -> plain(ErrorKind.NOT_FOUND, "There is no such " + what + " here.");
            case Conflict(String detail) -> plain(ErrorKind.CONFLICT, detail + ".");
            case TooLarge(var most) ->
                plain(ErrorKind.TOO_LARGE, "Send at most " + most.count() + " bytes (" + most + ").")
                        .with("Connection", "close");
            case NotJson(String mediaType) ->
                plain(ErrorKind.NOT_JSON, "Send the body as " + mediaType + ", and say so in Content-Type.");
            case Invalid(var faults) -> at(ErrorKind.INVALID, "Change the request: " + first(faults), faults);
            case LimitAboveCeiling(String pointer, long asked, long ceiling, String whose) ->
                at(
                        ErrorKind.LIMIT_ABOVE_CEILING,
                        "Ask for at most " + ceiling + ", the ceiling of " + whose + ".",
                        List.of(new FieldFault(pointer, "is " + asked + ", above the ceiling of " + ceiling)));
            case PolicyDenied(String policy, String rule, String sentence) ->
                plain(ErrorKind.POLICY_DENIED, "The policy " + policy + " refuses this by " + rule + ". " + sentence);
            case RuntimeUnknown(String asked) ->
                at(
                        ErrorKind.RUNTIME_UNKNOWN,
                        "No runtime " + shown(asked) + "; see /v1/runtimes.",
                        List.of(new FieldFault("#/runtime", "names no runtime")));
            case RuntimeMissing(String runtime, String reason) ->
                at(
                        ErrorKind.RUNTIME_MISSING,
                        runtime + " is not installed: " + reason,
                        List.of(new FieldFault("#/runtime", "is not installed")));
            case TierUnavailable(var asked) ->
                at(
                        ErrorKind.TIER_UNAVAILABLE,
                        "This server has no tier " + asked.label() + ".",
                        List.of(new FieldFault("#/tier", "is not available")));
            case NotOffered(String pointer, String feature) ->
                at(
                        ErrorKind.NOT_OFFERED,
                        "This server does not offer " + feature + "; leave it out.",
                        pointer.isEmpty() ? List.of() : List.of(new FieldFault(pointer, "is not offered")));
            case QueueFull(int waiting, Duration pause) ->
                plain(ErrorKind.QUEUE_FULL, waiting + " executions wait; come back in " + seconds(pause) + " s.")
                        .with("Retry-After", Long.toString(seconds(pause)));
            case RateExceeded(String whose, Duration pause) ->
                plain(
                                ErrorKind.RATE_EXCEEDED,
                                "Too many requests of this " + whose + "; come back in " + seconds(pause) + " s.")
                        .with("Retry-After", Long.toString(seconds(pause)));
            case QuotaSpent(var kind, String policy, String rule, String sentence, Duration pause) ->
                plain(
                                quota(kind),
                                "The policy " + policy + " has no more by " + rule + ". " + sentence + "; come back in "
                                        + seconds(pause) + " s.")
                        .with("Retry-After", Long.toString(seconds(pause)));
            case Unavailable(String reason) ->
                plain(ErrorKind.UNAVAILABLE, reason + "; come back later.")
                        .with("Retry-After", Long.toString(seconds(PAUSE_WHEN_UNAVAILABLE)));
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
        List<FieldFault> faults = document.errors().stream()
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
        return plain(ErrorKind.METHOD_NOT_ALLOWED, "Use one of: " + allow + ".").with("Allow", allow);
    }

    /** What the web server itself refused, by its status. */
    static Problem ofStatus(int status) {
        return switch (status) {
            case 404 -> of(new NotFound("path"));
            case 413, 414, 431 ->
                new Problem(
                        document(ErrorKind.TOO_LARGE, status, "Send a smaller request."),
                        Map.of("Connection", "close"));
            case 503 -> of(new Unavailable("This server is stopping"));
            default ->
                new Problem(
                        document(ErrorKind.MALFORMED, status < 500 ? status : 400, "Send a request that follows HTTP."),
                        Map.of("Connection", "close"));
        };
    }

    static Problem fault(FaultId id) {
        ErrorKind kind = ErrorKind.FAULT;
        return new Problem(
                new ProblemDocument(
                        kind.slug(),
                        kind.title(),
                        kind.status(),
                        "This is our failure; the log has it as " + id + ".",
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
                        "The record did not answer; come back later. The log has it as " + id + ".",
                        List.of(),
                        Optional.of(id.value())),
                Map.of("Retry-After", Long.toString(seconds(PAUSE_WHEN_UNAVAILABLE))));
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

    private Problem with(String header, String value) {
        return new Problem(document, Map.of(header, value));
    }

    private static String first(List<FieldFault> faults) {
        FieldFault fault = faults.getFirst();
        return fault.pointer() + " " + fault.detail() + (fault.detail().endsWith(".") ? "" : ".");
    }

    private static long seconds(Duration pause) {
        return pause.plusMillis(999).toSeconds();
    }

    /** What a client sent, as far as it is fit to be shown. */
    private static String shown(String text) {
        String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= SHOWN_MAX ? printable : printable.substring(0, SHOWN_MAX) + "…";
    }
}
