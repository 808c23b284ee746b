package freehold.control.retention;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.time.Instant;
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

    /** What all content takes, as counted when {@link #removeForgotten} last went through it, and changed since. */
    Bytes size();
}
