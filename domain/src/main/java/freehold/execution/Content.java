package freehold.execution;

import freehold.quantity.Digest;

/** The bytes of a file: carried along, or named by their digest in the blob store. */
public sealed interface Content {
    /** Carried along. Whoever makes one does not change the array afterwards, nor does a reader. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy a file would double the memory of a request
    record Inline(byte[] bytes) implements Content {}

    /** In the blob store of the tenant. */
    record Stored(Digest digest, long sizeBytes) implements Content {}
}
