package freehold.policy;

import freehold.cell.Tier;
import freehold.secret.SecretName;
import freehold.secret.SecretPattern;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What its tenants may ask for. Nothing may be reached over a network, whatever it says.
 *
 * @param runtimes one of which must match; all are allowed where there is none
 * @param tier the weakest boundary that an execution may have
 * @param conditions all of which must hold
 * @param secrets those that may be used; none where there is none
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
        List<Condition> conditions,
        Retention retention,
        List<SecretPattern> secrets) {
    public Policy {
        runtimes = List.copyOf(runtimes);
        secrets = List.copyOf(secrets);
        conditions = List.copyOf(conditions);
    }

    /** One that grants no secret. */
    public Policy(
            String description,
            List<RuntimePattern> runtimes,
            StepRules limits,
            StepRules buildLimits,
            Tier tier,
            Determinism determinism,
            Callbacks callbacks,
            Quotas quotas,
            List<Condition> conditions,
            Retention retention) {
        this(
                description,
                runtimes,
                limits,
                buildLimits,
                tier,
                determinism,
                callbacks,
                quotas,
                conditions,
                retention,
                List.of());
    }

    /** One that lets everything be kept. */
    public Policy(
            String description,
            List<RuntimePattern> runtimes,
            StepRules limits,
            StepRules buildLimits,
            Tier tier,
            Determinism determinism,
            Callbacks callbacks,
            Quotas quotas,
            List<Condition> conditions) {
        this(
                description,
                runtimes,
                limits,
                buildLimits,
                tier,
                determinism,
                callbacks,
                quotas,
                conditions,
                Retention.FULL);
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
            return Optional.of(new Objection(
                    "#/deterministic_only",
                    "It allows deterministic executions only; ask for one by deterministic: true."));
        }
        Optional<SecretName> withheld = demand.secrets().stream()
                .filter(name -> secrets.stream().noneMatch(each -> each.matches(name)))
                .findFirst();
        if (withheld.isPresent()) {
            return Optional.of(new Objection(
                    "#/secrets",
                    "It does not grant the secret " + withheld.get() + "; ask the operator to list it there."));
        }
        if (callbacks == Callbacks.DENY && demand.callback()) {
            return Optional.of(new Objection("#/callbacks", "It allows no callback; leave it out."));
        }
        if (demand.retain()
                .filter(asked -> asked.isMoreThan(retention.ceiling()))
                .isPresent()) {
            String allowed = Arrays.stream(Retain.values())
                    .filter(each -> !each.isMoreThan(retention.ceiling()))
                    .map(Retain::label)
                    .collect(Collectors.joining(" or "));
            return Optional.of(new Objection(
                    "#/retain",
                    "It does not let an execution retain "
                            + demand.retain().get().label() + "; ask for " + allowed + ", or leave retain out."));
        }
        return Optional.empty();
    }

    /** The boundary that an execution gets: what was asked for, or what is demanded if that is stronger. */
    public Tier tier(Tier asked) {
        return asked.compareTo(tier) >= 0 ? asked : tier;
    }
}
