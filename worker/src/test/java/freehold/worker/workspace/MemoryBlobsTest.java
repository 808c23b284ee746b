package freehold.worker.workspace;

import freehold.wire.link.Blobs;
import freehold.wire.link.BlobsContract;

/** The store that tests use keeps the contract of the real one. */
final class MemoryBlobsTest extends BlobsContract {
    private final MemoryBlobs blobs = new MemoryBlobs();

    @Override
    protected Blobs blobs() {
        return blobs;
    }
}
