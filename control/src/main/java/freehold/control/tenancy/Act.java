package freehold.control.tenancy;

import freehold.tenant.TenantId;
import java.time.Instant;
import java.util.Locale;

/**
 * Something that an administrator did, and that was stored.
 *
 * @param tenant whom it concerns; not always the one of who did it
 * @param object the id of what was changed
 */
public record Act(Kind kind, Caller by, TenantId tenant, String object, Instant at) {
    /** What was done. */
    public enum Kind {
        TENANT_CREATED,
        TENANT_CHANGED,
        TENANT_SUSPENDED,
        TENANT_RESUMED,
        /** Before anything of it is erased. */
        TENANT_DELETING,
        TENANT_DELETED,
        KEY_CREATED,
        KEY_ROTATED,
        KEY_REVOKED;

        /** As in logs: {@code key created}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        /** As in the ledger: {@code key.created}. */
        public String action() {
            return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
        }
    }
}
