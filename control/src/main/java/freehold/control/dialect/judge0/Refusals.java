package freehold.control.dialect.judge0;

import freehold.cell.Limit;
import freehold.control.dialect.PeerJson;
import freehold.control.exchange.Answer;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How the peer says no: errors by field, one sentence as {@code error}, or a status alone. */
final class Refusals {
    private Refusals() {}

    static Answer answer(Refusal refusal) {
        return switch (refusal) {
            case Unauthenticated() -> Answer.empty(401);
            case Forbidden(String detail, var _) -> error(403, detail);
            case NotFound(var thing) -> error(404, "there is no such " + thing.label());
            case TooLarge(var _, var most, var _) -> error(413, "send at most " + most.count() + " bytes");
            case NotJson(String type) -> error(415, "send the body as " + type);
            case Malformed(List<FieldFault> faults) ->
                error(400, faults.getFirst().detail());
            case Conflict(String detail, var _) -> error(409, detail);
            case QueueFull(var _, var _, var _, var _, var pause) ->
                error(503, "queue is full").with(RetryAfter.HEADER, RetryAfter.value(pause));
            case RateExceeded(String whose, var _, var pause) ->
                error(429, "too many requests of this " + whose).with(RetryAfter.HEADER, RetryAfter.value(pause));
            case PolicyDenied(String _, String _, String sentence) -> error(403, sentence);
            case QuotaSpent(var _, String _, String _, String sentence, var pause) ->
                error(429, sentence).with(RetryAfter.HEADER, RetryAfter.value(pause));
            case Within(String _, Refusal inner) -> answer(inner);
            case Unavailable(String reason, var _) -> error(503, reason);
            case Invalid _, LimitAboveCeiling _, RuntimeUnknown _, RuntimeMissing _, TierUnavailable _, NotOffered _ ->
                PeerJson.answer(422, errors(refusal).orElseThrow().json());
        };
    }

    static Answer error(int status, String message) {
        return PeerJson.answer(status, PeerJson.object().put("error", message));
    }

    /** What is wrong with a submission by itself, by field; empty if the refusal is of another kind. */
    static Optional<Errors> errors(Refusal refusal) {
        return switch (refusal) {
            case Invalid(List<FieldFault> faults) -> {
                Errors errors = new Errors();
                faults.forEach(fault -> errors.add(field(fault.pointer()), fault.detail()));
                yield Optional.of(errors);
            }
            case LimitAboveCeiling(String pointer, long _, long ceiling, String _) ->
                Optional.of(Errors.of(field(pointer), "must be less than or equal to " + ceiling));
            case RuntimeUnknown _, RuntimeMissing _ ->
                Optional.of(Errors.of("language_id", "language is archived and cannot be used anymore"));
            case Within(String _, Refusal inner) -> errors(inner);
            case TierUnavailable _ -> Optional.of(Errors.of("base", "is not available"));
            case NotOffered(String _, String feature) -> Optional.of(Errors.of("base", feature + " is not offered"));
            case Unauthenticated _,
                    Forbidden _,
                    PolicyDenied _,
                    QuotaSpent _,
                    NotFound _,
                    TooLarge _,
                    NotJson _,
                    Malformed _,
                    Conflict _,
                    QueueFull _,
                    RateExceeded _,
                    Unavailable _ -> Optional.empty();
        };
    }

    /** The peer's field for one of ours. */
    private static String field(String pointer) {
        if (pointer.startsWith("#/args")) {
            return "command_line_arguments";
        }
        if (pointer.startsWith("#/build")) {
            return "compiler_options";
        }
        return Arrays.stream(Quantity.values())
                .filter(quantity -> quantity.limit()
                        .map(Limit::label)
                        .filter(label -> pointer.equals("#/limits/" + label))
                        .isPresent())
                .findFirst()
                .map(Quantity::field)
                .orElse("additional_files");
    }
}
