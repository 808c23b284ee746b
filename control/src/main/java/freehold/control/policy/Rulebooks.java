package freehold.control.policy;

import freehold.policy.PolicyIdentity;
import freehold.tenant.TenantId;
import java.util.Optional;

/** Tells which policy decides. Asked for each request, so it must be quick where it has none. */
public interface Rulebooks {
    /** For a machine of one's own. */
    Rulebooks NONE = new Rulebooks() {
        @Override
        public Optional<Rulebook> inForce(TenantId tenant) {
            return Optional.empty();
        }

        @Override
        public Optional<Rulebook> granted(PolicyIdentity identity) {
            return Optional.empty();
        }
    };

    /** The policy that a tenant's requests are decided by: its own, else the server's. */
    Optional<Rulebook> inForce(TenantId tenant);

    /** A version of which something was granted before, whether or not it is in force. */
    Optional<Rulebook> granted(PolicyIdentity identity);
}
