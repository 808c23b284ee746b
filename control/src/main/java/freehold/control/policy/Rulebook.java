package freehold.control.policy;

import freehold.policy.Policy;
import freehold.policy.PolicyIdentity;

/** One version of a policy, ready to decide. */
public record Rulebook(PolicyIdentity identity, Policy policy, Checks checks) {
    /** As a refusal names its owner. */
    public String whose() {
        return "the policy " + identity.name();
    }
}
