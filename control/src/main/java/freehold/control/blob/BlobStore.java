package freehold.control.blob;

import freehold.control.execution.Holdings;
import freehold.control.retention.Uploads;
import freehold.execution.Content;
import freehold.quantity.Digest;
import freehold.refusal.Refusal;
import freehold.tenant.TenantId;
import freehold.wire.link.KeptBlobs;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Stored content as control keeps it: for tenants, for executions, and until nobody needs it. */
public interface BlobStore extends KeptBlobs, Holdings, Uploads {
    /** What came of content that was offered; nothing is kept unless it says so. */
    sealed interface Offered {
        record Kept(Content.Stored content) implements Offered {}

        /** It has another digest. */
        record Other() implements Offered {}

        record Declined(Refusal refusal) implements Offered {}
    }

    /**
     * Stores content that nobody refers to yet; it may go again when the last execution that came to refer to it is erased.
     *
     * @throws IOException if storage failed; nothing is kept then, and the call may be repeated
     */
    Offered offer(TenantId tenant, Digest expected, InputStream bytes) throws IOException;

    /**
     * Seals some of the content that is stored from before there were keys.
     *
     * @param most at least 1
     * @return how many there were
     * @throws IOException if storage failed; what was not sealed stays as it was
     */
    int sealPlain(int most) throws IOException;

    /** What is known of stored content without reading it. */
    Optional<Content.Stored> find(TenantId tenant, Digest digest);

    /** As {@link #find}, for whoever is about to refer to it: nobody takes it for forgotten from then on. */
    Optional<Content.Stored> renew(TenantId tenant, Digest digest);
}
