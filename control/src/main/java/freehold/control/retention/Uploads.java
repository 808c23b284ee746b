package freehold.control.retention;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Stored content, as far as its age and its amount matter. */
public interface Uploads {
    /** Which of these digests of a tenant nothing refers to. */
    @FunctionalInterface
    interface Unused {
        Set<Digest> of(TenantId tenant, Set<Digest> digests);
    }

    /**
     * Removes content that was stored, and last asked for by somebody about to refer to it, before a moment, and that nothing holds or
     * refers to. Goes through all of it in steps, so it may take long.
     *
     * @throws IOException if storage failed; some may have been removed, and the call may be repeated
     */
    void removeForgotten(Instant before, Unused unused) throws IOException;

    /** What an upload counts as at least, for its file takes that too. */
    long LEAST_BYTES = 4_096;

    /** What the content of each tenant takes. Goes through all of it, so it may take long. */
    Map<TenantId, Bytes> sizes() throws IOException;

    /** What the content of a tenant takes that nothing holds or refers to, each at least {@link #LEAST_BYTES}. */
    Bytes unusedSize(TenantId tenant, Unused unused) throws IOException;

    /**
     * Removes content of a tenant as {@link #removeForgotten} does, the oldest first, until so much is free.
     *
     * @return what it took
     */
    Bytes removeOldest(TenantId tenant, Instant before, Bytes much, Unused unused) throws IOException;

    /** What all content takes, as counted when {@link #removeForgotten} last went through it, and changed since. */
    Bytes size();
}
