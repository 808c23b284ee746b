package freehold.control.vault;

import freehold.tenant.TenantId;
import java.util.List;
import java.util.Set;

/**
 * Where wrapped keys are kept: the only source for which keys there are. What returns is stored for good; everything throws {@link
 * freehold.control.record.RecordUnavailable} if it could not be, and may then be repeated.
 */
public interface TenantKeys {
    /** All versions of a tenant's key, oldest first. */
    List<WrappedKey> of(TenantId tenant);

    /** Stores a version. False if there is that version already, which stays. */
    boolean add(WrappedKey key);

    /**
     * Puts another wrapping of the same key in its place.
     *
     * @param before id of the master key that wraps it now
     * @return false if it is not there any more, or is wrapped by another one
     */
    boolean rewrap(String before, WrappedKey key);

    /** Ids of all master keys that wrap any key. */
    Set<String> masters();

    /** How many keys the master key with this id wraps. */
    int countUnder(String master);

    /** Keys that another master key wraps than the one with this id; at most so many, in no order. */
    List<WrappedKey> notUnder(String master, int most);

    /** Removes all versions of a tenant's key, so that what they were can be read nowhere in this store. */
    void destroy(TenantId tenant);
}
