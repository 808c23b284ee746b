package freehold.wire.link;

import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.util.Optional;

/** Content at its keeper, who finds any place of it without reading what is before or after. */
public interface KeptBlobs extends Blobs {
    /**
     * Opens stored content from an offset on; empty when this tenant has none of that digest. The caller closes it.
     *
     * @throws IOException also if the content has less bytes than that
     */
    Optional<Tail> open(TenantId tenant, Digest digest, long offset) throws IOException;
}
