package freehold.control.admission;

import freehold.cell.Limit;
import freehold.cell.Tier;
import freehold.policy.Grant;
import freehold.policy.Origin;
import freehold.policy.PolicyIdentity;
import freehold.runtime.RuntimeIdentity;
import java.util.Map;
import java.util.Optional;

/**
 * What a request would get, and who decided.
 *
 * @param policy by which it was judged, if by any
 * @param terms as far as there is a runtime that it could have
 */
public record Appraisal(Optional<PolicyIdentity> policy, Optional<Denial> denial, Optional<Terms> terms) {
    /**
     * What an execution would have.
     *
     * @param build empty where there is no build step
     */
    public record Terms(
            RuntimeIdentity runtime,
            Tier tier,
            Origin tierFrom,
            Map<Limit, Grant> run,
            Optional<Map<Limit, Grant>> build) {
        public Terms {
            run = Map.copyOf(run);
            build = build.map(Map::copyOf);
        }
    }
}
