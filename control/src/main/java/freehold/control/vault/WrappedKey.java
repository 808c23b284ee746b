package freehold.control.vault;

import freehold.tenant.TenantId;
import java.time.Instant;

/**
 * One version of a tenant's key, as it is stored.
 *
 * @param version from 1
 * @param master id of the master key that wraps it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and not changed by anybody
public record WrappedKey(TenantId tenant, int version, String master, byte[] wrapped, Instant since) {
    public WrappedKey {
        if (version < 1) {
            throw new IllegalArgumentException("versions begin with 1: " + version);
        }
    }
}
