package freehold.control.policy;

import freehold.cell.Limits;
import freehold.cell.Tier;
import freehold.control.tenancy.Caller;
import freehold.execution.Request;
import freehold.policy.Retain;
import freehold.runtime.Installed;
import freehold.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * What the conditions of a policy are asked about.
 *
 * @param caller whose key brought the request; empty where nobody's did, and then a condition on it cannot hold
 * @param run limits of the run step, defaults filled in
 * @param build limits of the build step, where there is one
 * @param tier as the execution would get it
 * @param retain how much would be kept, default filled in
 */
public record Facts(
        TenantId tenant,
        Optional<Caller> caller,
        Instant now,
        Request request,
        Installed runtime,
        Limits run,
        Optional<Limits> build,
        Tier tier,
        Retain retain) {}
