package freehold.cli.run;

import freehold.quantity.Bytes;
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
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says a refusal to who sits at the command line: what is wrong, and what to do. */
public final class RefusalText {
    private RefusalText() {}

    public static String of(Refusal refusal) {
        return switch (refusal) {
            case Malformed(List<FieldFault> faults) -> "not understood: " + sentence(faults);
            case Invalid(List<FieldFault> faults) -> sentence(faults);
            case LimitAboveCeiling(String pointer, long asked, long ceiling, String whose) ->
                "%s: %d is above the ceiling of %s, %d".formatted(field(pointer), asked, whose, ceiling);
            case RuntimeUnknown(String asked) ->
                "no runtime '" + asked + "'; freehold runtime list shows what there is";
            case RuntimeMissing(String runtime, String reason) -> runtime + " cannot run here: " + reason;
            case TierUnavailable(var tier) ->
                "no cell of the tier " + tier.name().toLowerCase(Locale.ROOT) + " here";
            case NotOffered(String pointer, String feature) -> feature + " is not offered by this version";
            case TooLarge(Bytes most) -> "the request is larger than " + most + ", which is the most";
            case Unauthenticated() -> "the key is unknown or lacks; give one by --key or FREEHOLD_KEY";
            case Forbidden(String right) -> "the key has no right to " + right;
            case NotFound(String what) -> what + " does not exist";
            case Conflict(String detail) -> detail;
            case NotJson(String mediaType) -> "sent as " + mediaType + " and not as JSON";
            case QueueFull(int waiting, var pause) ->
                "%d executions wait already; try again in %d s".formatted(waiting, Math.max(1, pause.toSeconds()));
            case RateExceeded(String whose, var pause) ->
                "too many requests of this %s; try again in %d s".formatted(whose, Math.max(1, pause.toSeconds()));
            case PolicyDenied(String policy, String rule, String sentence) ->
                "the policy %s refuses this by %s: %s".formatted(policy, rule, sentence);
            case QuotaSpent(var _, String policy, String _, String sentence, var pause) ->
                "the policy %s: %s; try again in %d s".formatted(policy, sentence, Math.max(1, pause.toSeconds()));
            case Unavailable(String reason) -> reason;
            case Within(String place, Refusal inner) -> field(place) + ": " + of(inner);
        };
    }

    private static String sentence(List<FieldFault> faults) {
        return faults.stream()
                .map(fault -> field(fault.pointer()) + ": " + fault.detail())
                .collect(Collectors.joining("; "));
    }

    /** {@code #/limits/cpu_ms} as people say it: {@code limits cpu_ms}. */
    private static String field(String pointer) {
        return pointer.replaceFirst("^#/?", "").replace('/', ' ');
    }
}
