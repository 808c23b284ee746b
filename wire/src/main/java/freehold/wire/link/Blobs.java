package freehold.wire.link;

import freehold.execution.Content;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Content by its digest, for each tenant apart: a tenant cannot learn what another has stored. */
public interface Blobs {
    /**
     * Stores what the stream has. Repeating the call is safe.
     *
     * @throws IOException if storage failed; nothing is kept then, and the call may be repeated
     */
    Content.Stored put(TenantId tenant, InputStream bytes) throws IOException;

    /** Opens stored content; empty when this tenant has none of that digest. The caller closes it. */
    Optional<InputStream> open(TenantId tenant, Digest digest) throws IOException;

    /** Removes what it has of that tenant at hand only, and not as its keeper. A keeper has nothing to do. */
    default void forget(TenantId tenant) {}
}
