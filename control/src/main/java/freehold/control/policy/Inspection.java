package freehold.control.policy;

import freehold.cell.Limit;
import freehold.cell.Limits;
import freehold.policy.Policy;
import freehold.policy.PolicyIdentity;
import freehold.policy.PolicyName;
import freehold.policy.StepRules;
import freehold.refusal.FieldFault;
import freehold.refusal.Invalid;
import freehold.refusal.Refusal;
import freehold.wire.api.PolicyDocument;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds everything that is wrong with a document before it is in force.
 *
 * @param most the server's ceilings, which no policy can raise
 */
public record Inspection(Conditions conditions, Limits most) {
    /** What was found. */
    public sealed interface Finding {
        @SuppressWarnings("ArrayRecordComponent") // stored, compared by its digest
        record Sound(Rulebook rules, byte[] canonical) implements Finding {}

        record Unsound(Refusal refusal) implements Finding {}
    }

    /** Of a document that is handed in. */
    public Finding inspect(PolicyName name, PolicyDocument.Read read) {
        Finding found = stored(name, read);
        if (found instanceof Finding.Sound(Rulebook rules, var _)) {
            List<FieldFault> faults = conditions.unreadable(rules.policy().conditions());
            if (!faults.isEmpty()) {
                return new Finding.Unsound(new Invalid(faults));
            }
        }
        return found;
    }

    /** All that is wrong with a document, in its form, its values and its conditions; what depends on another mistake is not guessed. */
    public List<FieldFault> mistakes(PolicyDocument.Read read) {
        PolicyDocument.Draft draft = switch (read) {
            case PolicyDocument.Read.Declined(var _, PolicyDocument.Draft declined) -> declined;
            case PolicyDocument.Read.Understood(Policy policy, var _, var _) -> PolicyDocument.Draft.of(policy);
        };
        List<FieldFault> faults = new ArrayList<>(draft.faults());
        faults.addAll(aboveServer("#/limits", draft.limits()));
        faults.addAll(aboveServer("#/build_limits", draft.buildLimits()));
        draft.conditions().forEach((place, condition) -> {
            List<FieldFault> wrong = switch (conditions.compile(List.of(condition))) {
                case Conditions.Compiled.Wrong(List<FieldFault> why) -> why;
                case Conditions.Compiled.Ready _ -> conditions.unreadable(List.of(condition));
            };
            wrong.forEach(
                    each -> faults.add(new FieldFault(each.pointer().replace("#/conditions/0", place), each.detail())));
        });
        return List.copyOf(faults);
    }

    /** Of one that was found sound when it was handed in, maybe by a version that looked less closely. */
    Finding stored(PolicyName name, PolicyDocument.Read read) {
        return switch (read) {
            case PolicyDocument.Read.Declined(Refusal refusal, var _) -> new Finding.Unsound(refusal);
            case PolicyDocument.Read.Understood(Policy policy, byte[] canonical, var digest) -> {
                List<FieldFault> faults = new ArrayList<>(aboveServer("#/limits", policy.limits()));
                faults.addAll(aboveServer("#/build_limits", policy.buildLimits()));
                yield switch (conditions.compile(policy.conditions())) {
                    case Conditions.Compiled.Wrong(List<FieldFault> wrong) -> {
                        faults.addAll(wrong);
                        yield new Finding.Unsound(new Invalid(faults));
                    }
                    case Conditions.Compiled.Ready(Checks checks) ->
                        faults.isEmpty()
                                ? new Finding.Sound(
                                        new Rulebook(new PolicyIdentity(name, digest), policy, checks), canonical)
                                : new Finding.Unsound(new Invalid(faults));
                };
            }
        };
    }

    private List<FieldFault> aboveServer(String pointer, StepRules rules) {
        List<FieldFault> faults = new ArrayList<>();
        for (Limit limit : Limit.values()) {
            long ceiling = limit.of(most);
            String place = pointer + "/" + limit.label();
            if (rules.ceilings().getOrDefault(limit, 1L) > ceiling) {
                faults.add(new FieldFault(place + "/ceiling", "is above the server's own ceiling of " + ceiling));
            } else if (rules.defaults().getOrDefault(limit, 1L) > ceiling) {
                faults.add(new FieldFault(place + "/default", "is above the server's own ceiling of " + ceiling));
            }
        }
        return faults;
    }
}
