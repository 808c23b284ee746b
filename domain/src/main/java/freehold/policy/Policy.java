package freehold.policy;

import freehold.cell.Tier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What its tenants may ask for. Nothing may be reached over a network, whatever it says.
 *
 * @param runtimes one of which must match; all are allowed where there is none
 * @param tier the weakest boundary that an execution may have
 * @param conditions all of which must hold
 */
public record Policy(
        String description,
        List<RuntimePattern> runtimes,
        StepRules limits,
        StepRules buildLimits,
        Tier tier,
        Determinism determinism,
        Callbacks callbacks,
        Quotas quotas,
        List<Condition> conditions) {
    public Policy {
        runtimes = List.copyOf(runtimes);
        conditions = List.copyOf(conditions);
    }

    /** Why this may not be had; empty if it may, as far as its limits, its conditions and the quotas allow. */
    public Optional<Objection> objection(Demand demand) {
        if (!runtimes.isEmpty()
                && runtimes.stream().noneMatch(each -> each.matches(demand.runtime(), demand.aliases()))) {
            String allowed = runtimes.stream().map(RuntimePattern::text).collect(Collectors.joining(", "));
            return Optional.of(new Objection(
                    "#/runtimes",
                    "It does not allow " + demand.runtime().name() + " "
                            + demand.runtime().version() + "; choose one of: " + allowed + "."));
        }
        if (determinism == Determinism.REQUIRED && !demand.deterministic()) {
            return Optional.of(
                    new Objection("#/deterministic_only", "It allows deterministic executions only; ask for one."));
        }
        if (callbacks == Callbacks.DENY && demand.callback()) {
            return Optional.of(new Objection("#/callbacks", "It allows no callback; leave it out."));
        }
        return Optional.empty();
    }

    /** The boundary that an execution gets: what was asked for, or what is demanded if that is stronger. */
    public Tier tier(Tier asked) {
        return asked.compareTo(tier) >= 0 ? asked : tier;
    }
}
