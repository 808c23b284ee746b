package freehold.control.policy;

import freehold.ledger.Act;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * What the ledger shall say of a change of policies.
 *
 * @param tenant in whose chain: that of whoever makes the change
 * @param from the address of the caller; absent where nobody called
 */
public record Telling(TenantId tenant, String actor, String action, String object, Optional<String> from) {
    /** The line, now that it is known of which version to which the policy goes. */
    Act act(Instant at, Optional<Digest> before, Optional<Digest> after) {
        return new Act(at, actor, action, object, from, before, after);
    }
}
