package freehold.control.dialect;

import freehold.control.exchange.RetryAfter;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A refusal as a status and one sentence, for peers that have no words of their own for it.
 *
 * @param pause after which it may be asked again, where that is known
 */
public record Sentence(int status, String text, Optional<Duration> pause) {
    private static final int UNDERSTOOD_BUT_NO = 422;

    private static Sentence of(int status, String text) {
        return new Sentence(status, text, Optional.empty());
    }

    /** A refusal in plain words. */
    public static Sentence of(Refusal refusal) {
        return switch (refusal) {
            case Unauthenticated() -> of(401, "send a key of this server");
            case Forbidden(String detail, var _) -> of(403, detail);
            case NotFound(var thing) -> of(404, "there is no such " + thing.label());
            case Conflict(String detail, var _) -> of(409, detail);
            case TooLarge(var _, var most, var _) -> of(413, "send at most " + most.count() + " bytes");
            case NotJson(String type) -> of(415, "send the body as " + type);
            case Malformed(List<FieldFault> faults) -> of(400, sentence(faults.getFirst()));
            case Invalid(List<FieldFault> faults) -> of(UNDERSTOOD_BUT_NO, sentence(faults.getFirst()));
            case LimitAboveCeiling(String pointer, long _, long ceiling, String whose) ->
                of(UNDERSTOOD_BUT_NO, place(pointer) + " is above the ceiling of " + whose + ", " + ceiling);
            case RuntimeUnknown(String asked, var _, var _) -> of(UNDERSTOOD_BUT_NO, "there is no runtime " + asked);
            case RuntimeMissing(String runtime, String reason) ->
                of(UNDERSTOOD_BUT_NO, runtime + " is not installed on this server: " + reason);
            case TierUnavailable _ -> of(UNDERSTOOD_BUT_NO, "this tier is not available");
            case NotOffered(String _, String feature) -> of(UNDERSTOOD_BUT_NO, feature + " is not offered");
            case QueueFull(var _, int waiting, var _, var _, Duration pause) ->
                new Sentence(429, waiting + " executions wait; come back later", Optional.of(pause));
            case RateExceeded(String whose, var _, Duration pause) ->
                new Sentence(429, "too many requests of this " + whose, Optional.of(pause));
            case PolicyDenied(String _, String _, String sentence) -> of(403, sentence);
            case QuotaSpent(var _, String _, String _, String sentence, Duration pause) ->
                new Sentence(429, sentence, Optional.of(pause));
            case Within(String _, Refusal inner) -> of(inner);
            case Unavailable(String reason, var _) -> of(503, reason);
        };
    }

    private static String sentence(FieldFault fault) {
        return place(fault.pointer()) + " " + fault.detail();
    }

    private static String place(String pointer) {
        return pointer.replaceFirst("^#/?", "");
    }

    /** For the header {@code Retry-After}. */
    public Optional<String> retryAfter() {
        return pause.map(RetryAfter::value);
    }
}
