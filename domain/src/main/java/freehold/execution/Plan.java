package freehold.execution;

import freehold.cell.Tier;
import freehold.policy.PolicyIdentity;
import freehold.policy.Retain;
import freehold.runtime.Installed;
import freehold.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * What an admitted request has become. Immutable; all a worker ever sees.
 *
 * @param policy the one that granted it, if any was in force
 * @param dialogue of the run step
 * @param retain how much of it may be kept after its end
 * @param repeatability what is the same each time it runs, if that was asked for
 * @param secrets what the run step gets, each with its version
 * @param supplies their values; empty but in the copy that goes to a worker
 * @param share the weight of its tenant among tenants, at least 1; said in the copy that goes to a worker
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
        Optional<PolicyIdentity> policy,
        Dialogue dialogue,
        Retain retain,
        Optional<Repeatability> repeatability,
        List<SecretUse> secrets,
        List<SecretValue> supplies,
        int share) {
    public Plan {
        if (share < 1) {
            throw new IllegalArgumentException("a share is at least 1: " + share);
        }
        files = List.copyOf(files);
        collect = List.copyOf(collect);
        secrets = List.copyOf(secrets);
        supplies = List.copyOf(supplies);
    }

    /** One of a tenant that weighs as much as any. */
    public Plan(
            ExecutionId id,
            TenantId tenant,
            Installed runtime,
            Tier tier,
            List<SourceFile> files,
            Content.Inline stdin,
            Optional<StepPlan> build,
            StepPlan run,
            List<String> collect,
            Optional<PolicyIdentity> policy,
            Dialogue dialogue,
            Retain retain,
            Optional<Repeatability> repeatability,
            List<SecretUse> secrets,
            List<SecretValue> supplies) {
        this(
                id,
                tenant,
                runtime,
                tier,
                files,
                stdin,
                build,
                run,
                collect,
                policy,
                dialogue,
                retain,
                repeatability,
                secrets,
                supplies,
                1);
    }

    /** The same with its tenant's share. */
    public Plan sharing(int weight) {
        return weight == share
                ? this
                : new Plan(
                        id,
                        tenant,
                        runtime,
                        tier,
                        files,
                        stdin,
                        build,
                        run,
                        collect,
                        policy,
                        dialogue,
                        retain,
                        repeatability,
                        secrets,
                        supplies,
                        weight);
    }

    /** The same with the values of its secrets, for its worker alone. */
    public Plan supplied(List<SecretValue> values) {
        return new Plan(
                id,
                tenant,
                runtime,
                tier,
                files,
                stdin,
                build,
                run,
                collect,
                policy,
                dialogue,
                retain,
                repeatability,
                secrets,
                values,
                share);
    }

    /** One without secrets, that may differ each time it runs. */
    public Plan(
            ExecutionId id,
            TenantId tenant,
            Installed runtime,
            Tier tier,
            List<SourceFile> files,
            Content.Inline stdin,
            Optional<StepPlan> build,
            StepPlan run,
            List<String> collect,
            Optional<PolicyIdentity> policy,
            Dialogue dialogue,
            Retain retain) {
        this(
                id,
                tenant,
                runtime,
                tier,
                files,
                stdin,
                build,
                run,
                collect,
                policy,
                dialogue,
                retain,
                Optional.empty(),
                List.of(),
                List.of());
    }

    /** One whose program has all of its input beforehand, and of which everything may be kept. */
    public Plan(
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
        this(id, tenant, runtime, tier, files, stdin, build, run, collect, policy, Dialogue.NONE, Retain.FULL);
    }

    /** The same, with a program that can be talked to. */
    public Plan with(Dialogue other) {
        return new Plan(
                id,
                tenant,
                runtime,
                tier,
                files,
                stdin,
                build,
                run,
                collect,
                policy,
                other,
                retain,
                repeatability,
                secrets,
                supplies,
                share);
    }
}
