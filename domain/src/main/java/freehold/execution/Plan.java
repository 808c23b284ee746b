package freehold.execution;

import freehold.cell.Tier;
import freehold.policy.PolicyIdentity;
import freehold.runtime.Installed;
import freehold.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * What an admitted request has become. Immutable; all a worker ever sees.
 *
 * @param policy the one that granted it, if any was in force
 */
public record Plan(
        ExecutionId id,
        TenantId tenant,
        Installed runtime,
        Tier tier,
        List<SourceFile> files,
        Content.Inline stdin,
        Optional<StepPlan> build,
        StepPlan run,
        List<String> collect,
        Optional<PolicyIdentity> policy) {
    public Plan {
        files = List.copyOf(files);
        collect = List.copyOf(collect);
    }
}
