package freehold.control.admission;

import freehold.cell.Limits;
import freehold.cell.Tier;
import freehold.control.policy.Facts;
import freehold.control.policy.Rulebook;
import freehold.control.tenancy.Caller;
import freehold.execution.Request;
import freehold.execution.SecretUse;
import freehold.policy.Demand;
import freehold.policy.Objection;
import freehold.policy.Origin;
import freehold.refusal.PolicyDenied;
import freehold.runtime.Installed;
import freehold.runtime.RuntimeIdentity;
import freehold.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/** What a policy says of a request that is otherwise in order; its limits apart. */
final class PolicyRules {
    private PolicyRules() {}

    /** Why it may not be had; empty if it may. */
    static Optional<Denial> refusal(
            Rulebook rules,
            TenantId tenant,
            Instant now,
            Request request,
            Installed runtime,
            Limits run,
            Optional<Limits> build) {
        return rules.policy()
                .objection(new Demand(
                        RuntimeIdentity.of(runtime),
                        runtime.pack().aliases(),
                        request.deterministic(),
                        request.callback().isPresent(),
                        request.retain(),
                        request.secrets().stream().map(SecretUse::name).toList()))
                .or(() -> tier(rules, request))
                .or(() -> rules.checks()
                        .objection(new Facts(
                                tenant,
                                Caller.CURRENT.isBound() ? Optional.of(Caller.CURRENT.get()) : Optional.empty(),
                                now,
                                request,
                                runtime,
                                run,
                                build,
                                rules.policy().tier(request.tier().orElse(Tier.PROCESS)),
                                request.retain().orElseGet(() -> Admission.retain(Optional.of(rules))))))
                .map(objection -> denial(rules, objection));
    }

    /** What is asked for is refused elsewhere; here what the policy demands beyond it. */
    private static Optional<Objection> tier(Rulebook rules, Request request) {
        Tier demanded = rules.policy().tier(request.tier().orElse(Tier.PROCESS));
        return demanded == Tier.PROCESS
                ? Optional.empty()
                : Optional.of(
                        new Objection(
                                "#/tier",
                                "It demands the tier " + demanded.label()
                                        + ", which this server does not have; ask the operator for another policy, or another server."));
    }

    private static Denial denial(Rulebook rules, Objection objection) {
        return new Denial(
                new PolicyDenied(rules.identity().name().value(), objection.rule(), objection.sentence()),
                Origin.POLICY,
                objection.rule());
    }
}
