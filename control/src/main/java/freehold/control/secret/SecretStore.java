package freehold.control.secret;

import freehold.ledger.Act;
import freehold.secret.SecretName;
import freehold.secret.SecretVersion;
import freehold.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * Sealed values of secrets. Another tenant's do not exist. All calls throw {@link freehold.control.record.RecordUnavailable} if storage did
 * not confirm, and may be repeated.
 */
public interface SecretStore extends SecretIndex {
    /** Of a tenant, those that were deleted included. */
    int NAMES_MAX = 1_000;

    /** Of one secret; older values are erased. */
    int VERSIONS_KEPT = 10;

    /** A number for the next version of a secret, that none of that name had or will have; empty if there are too many names. */
    Optional<SecretVersion> reserve(TenantId tenant, SecretName name);

    /** Stores a value under a number that was reserved for it, erases those that are too old, and appends the act, all in one step. */
    void add(TenantId tenant, Kept kept, byte[] sealed, Act act);

    /** The newest version of each, by name. */
    List<Kept> list(TenantId tenant);

    /** What was stored; empty if it was erased, or never was. */
    Optional<byte[]> sealed(TenantId tenant, SecretVersion version);

    /** Erases all values of a secret and appends the act, in one step; false, and no line, if it has none. */
    boolean delete(TenantId tenant, SecretName name, Act act);

    /** Erases everything of a tenant. */
    void erase(TenantId tenant);
}
