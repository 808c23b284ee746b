package freehold.cli.run;

import freehold.cell.Tier;
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
                "%s: %d is above the ceiling of %s; ask for at most %d"
                        .formatted(field(pointer), asked, whose, ceiling);
            case RuntimeUnknown(String asked, List<String> versions, List<String> near) ->
                "no runtime '" + asked + "'" + (versions.isEmpty() ? "" : ", but " + String.join(", ", versions))
                        + (near.isEmpty() ? "" : "; " + Nearest.question(near))
                        + (near.isEmpty() ? ";" : "") + " freehold runtime list shows what there is";
            case RuntimeMissing(String runtime, String reason) -> runtime + " cannot run here: " + reason;
            case TierUnavailable(Tier tier, List<Tier> offered) ->
                "no cell of the tier %s here; ask for one that there is: %s"
                        .formatted(
                                tier.label(), offered.stream().map(Tier::label).collect(Collectors.joining(", ")));
            case NotOffered(String pointer, String feature) ->
                feature + " is not offered by this version; leave " + field(pointer) + " out";
            case TooLarge(var _, Bytes most, var _) ->
                "the request is larger than " + most + ", which is the most; send fewer or smaller files";
            case Unauthenticated() -> "the key is unknown or lacks; give one by --key or FREEHOLD_KEY";
            case Forbidden(String detail, String remedy) -> detail + "; " + clause(remedy);
            case NotFound(var thing) -> "there is no such " + thing.label() + "; check its name";
            case Conflict(String detail, String remedy) -> detail + "; " + clause(remedy);
            case NotJson(String mediaType) -> "the body was not sent as " + mediaType + "; send it so";
            case QueueFull(var _, int waiting, long _, long most, var pause) ->
                "the queue is full: %,d executions wait, and the most is %,d; try again in %d s"
                        .formatted(waiting, most, Math.max(1, pause.toSeconds()));
            case RateExceeded(String whose, Rate rate, var pause) ->
                "this %s may ask %,d times in %d s, and has; try again in %d s"
                        .formatted(whose, rate.requests(), rate.window().toSeconds(), Math.max(1, pause.toSeconds()));
            case PolicyDenied(String policy, String rule, String sentence) ->
                "the policy %s refuses this by %s: %s".formatted(policy, rule, sentence);
            case QuotaSpent(var _, String policy, String _, String sentence, var pause) ->
                "the policy %s: %s; try again in %d s".formatted(policy, sentence, Math.max(1, pause.toSeconds()));
            case Unavailable(String reason, String remedy) -> reason + "; " + clause(remedy);
            case Within(String place, Refusal inner) -> field(place) + ": " + of(inner);
        };
    }

    /** What begins a sentence elsewhere goes on one here. */
    private static String clause(String remedy) {
        return remedy.substring(0, 1).toLowerCase(Locale.ROOT) + remedy.substring(1);
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
