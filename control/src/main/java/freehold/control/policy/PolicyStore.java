package freehold.control.policy;

import freehold.ledger.Act;
import freehold.policy.PolicyIdentity;
import freehold.policy.PolicyName;
import freehold.policy.Use;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Policies, who has which, and what tenants have used: the only source for all three. A write returns when it would survive the loss of
 * power, or throws {@link freehold.control.record.RecordUnavailable}: then nothing is stored, but for what that says, and the call may be
 * repeated. Safe for any number of threads.
 */
public interface PolicyStore {
    /**
     * The same store; what changes it appends the act to the chain of that tenant, in one step with the change. What changes nothing
     * appends nothing.
     */
    PolicyStore telling(TenantId chain, Act act);

    /** Makes this version the newest of its name. Versions are never removed, for executions name them. */
    void put(Version version);

    /**
     * One version.
     *
     * @param document canonical JSON in UTF-8
     * @param putAt when it became the newest of its name
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by its digest, and not changed by anybody
    record Version(PolicyIdentity identity, byte[] document, Instant putAt) {}

    /** Takes the name away; its versions can still be found by their digest. False if there is no such name. */
    boolean remove(PolicyName name);

    /** The newest version of each name, by name. */
    List<Version> newest();

    /** All versions of a name, the newest first; also of one that was removed. */
    List<Version> versions(PolicyName name);

    Optional<Version> version(PolicyName name, Digest digest);

    /** From then on the tenant has that policy, and no other; it must exist. */
    void assign(TenantId tenant, PolicyName name);

    void unassign(TenantId tenant);

    Map<TenantId, PolicyName> assignments();

    /** From then on whoever has no policy of their own has that one; empty for none. */
    void standard(Optional<PolicyName> name);

    Optional<PolicyName> standard();

    /** What each tenant's executions that ended since the beginning of a day (UTC) have used, by day. */
    Map<TenantId, Map<LocalDate, Use>> usedSince(LocalDate day);
}
