package freehold.control.execution;

import freehold.execution.Artifact;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.util.List;
import java.util.Set;

/**
 * Stored content seen from its users: as long as something holds a digest, dropping it does nothing. A worker's freshly stored
 * artifact is held from the moment it is stored until its execution is in the record, so that erasing another execution with the
 * same content cannot take it away in between.
 */
public interface Holdings {
    void hold(TenantId tenant, Set<Digest> digests);

    void release(TenantId tenant, Set<Digest> digests);

    /** The record refers to these now: what storing them held is released. */
    void claimed(TenantId tenant, List<Artifact> artifacts);

    /**
     * Removes content that the record refers to no more, unless it is held.
     *
     * @return what it took
     */
    Bytes drop(TenantId tenant, Set<Digest> digests);
}
