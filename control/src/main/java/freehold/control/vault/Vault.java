package freehold.control.vault;

import freehold.tenant.TenantId;

/**
 * Seals content of tenants, and opens it again. Safe for any number of threads, but not to be called by one that writes to the record: the
 * first content of a tenant waits for its key to be stored.
 */
public interface Vault {
    /** What sealing adds, in bytes. */
    int OVERHEAD = 1 + Integer.BYTES + XaesGcm.OVERHEAD;

    /**
     * Seals content under the newest key of a tenant, which gets its first one now if it has none.
     *
     * @param id what tells this content apart from other content of the purpose; the same at {@link #open}
     * @return {@link #OVERHEAD} bytes more than the content; never the same twice
     * @throws MasterKeyMissing if the master key that a key of the tenant needs is not there
     * @throws freehold.control.record.RecordUnavailable if its keys cannot be read or stored; the call may be repeated
     */
    byte[] seal(TenantId tenant, Purpose purpose, String id, byte[] plain);

    /**
     * Opens what {@link #seal} made for the very same tenant, purpose and id.
     *
     * @throws SealBroken if it was changed, or was sealed for something else
     * @throws KeyDestroyed if the key that it was sealed with is not there any more
     * @throws MasterKeyMissing as for {@link #seal}
     * @throws freehold.control.record.RecordUnavailable as for {@link #seal}
     */
    byte[] open(TenantId tenant, Purpose purpose, String id, byte[] sealed);

    /**
     * Gives a tenant a new key for all that is sealed from now on; what was sealed before opens with the key that it had. Other processes
     * follow within {@link TenantVault#FRESH}.
     *
     * @return the version of the new key, from 1
     */
    int rotate(TenantId tenant);

    /** Destroys all keys of a tenant: nothing that was sealed for it opens any more. May be repeated. */
    void destroy(TenantId tenant);
}
