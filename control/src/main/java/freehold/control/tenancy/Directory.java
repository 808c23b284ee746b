package freehold.control.tenancy;

import freehold.control.record.RecordUnavailable;
import freehold.quantity.Digest;
import freehold.tenant.KeyId;
import freehold.tenant.Tenant;
import freehold.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * The tenants and keys of a server: the only source for who may call. A future completes when the change would survive the loss of power,
 * and is seen by all that read from then on; or exceptionally with {@link RecordUnavailable}, as reading throws it.
 */
public interface Directory {
    int TENANTS_MAX = 10_000;
    int KEYS_OF_TENANT_MAX = 1_000;

    /** What became of something new. */
    enum Entering {
        DONE,
        /** The name is another's. */
        TAKEN,
        /** There are as many as there may be. */
        FULL,
        /** Its tenant is not there. */
        ORPHANED
    }

    /** A key and its tenant, as they were at one moment. */
    record Held(ApiKey key, Tenant tenant) {}

    /**
     * The same directory; what changes it appends the act to the chain of the act's tenant, in one step with the change. What changes
     * nothing appends nothing.
     */
    Directory telling(Act act);

    Optional<Tenant> tenant(TenantId id);

    Optional<Tenant> tenantNamed(String name);

    /** Newest first; what a server began with last. */
    List<Tenant> tenants(Optional<TenantId> before, int most);

    CompletableFuture<Entering> enter(Tenant tenant);

    /** Puts in its place what the change makes of it, in one step; the change may be asked twice. */
    CompletableFuture<Entering> change(TenantId id, UnaryOperator<Tenant> change);

    /** Leaves it as it is, and tells the act of {@link #telling} only of one in that state. False if there is none in it. */
    CompletableFuture<Boolean> confirm(TenantId id, Tenant.State state);

    /** Deletes it and its keys. False if there is none. */
    CompletableFuture<Boolean> delete(TenantId id);

    Optional<Held> key(KeyId id);

    /** Newest first; of all tenants where none is named. Revoked and expired ones too. */
    List<ApiKey> keys(Optional<TenantId> tenant, Optional<KeyId> before, int most);

    /** Whether there ever was a key, alive or not. */
    boolean hasKeys();

    /** Whether there is an operator's key that is live. */
    boolean hasOperator(Instant now);

    CompletableFuture<Entering> enter(ApiKey key);

    /**
     * Gives it another secret.
     *
     * @param formerUntil until when the one it had counts
     * @return false if there is none that could be used
     */
    CompletableFuture<Boolean> rotate(KeyId id, Digest secret, Instant formerUntil);

    /** From when this completes nobody gets in by it; repeating it changes nothing. False if there is none. */
    CompletableFuture<Boolean> revoke(KeyId id, Instant at);

    /** Notes that it was used. Lost without harm. */
    CompletableFuture<Void> used(KeyId id, Instant at);
}
