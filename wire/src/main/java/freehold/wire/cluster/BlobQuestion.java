package freehold.wire.cluster;

import freehold.quantity.Digest;
import freehold.tenant.TenantId;

/** What a worker asks of stored content. */
sealed interface BlobQuestion {
    /** A part of it, from an offset. Answered by its size and bytes; by nothing if there is none. */
    record Read(TenantId tenant, Digest digest, long offset) implements BlobQuestion {}

    /** Store this, which is all. Answered by digest and size. */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, compared by nobody
    record Store(TenantId tenant, byte[] content) implements BlobQuestion {}

    /** Who takes something large. Answered by the name of a control, which is asked from then on. */
    record Begin() implements BlobQuestion {}

    /** Keep this part of an upload. Answered once it is kept; one that is kept already is not kept again. */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, compared by nobody
    record Part(String upload, long offset, byte[] content) implements BlobQuestion {}

    /** That was all. Answered by digest and size once it is stored. */
    record End(String upload, TenantId tenant) implements BlobQuestion {}

    default byte[] message() {
        return switch (this) {
            case Read(var tenant, var digest, long offset) ->
                new Writing()
                        .number(1)
                        .text(tenant.value())
                        .digest(digest)
                        .number(offset)
                        .done();
            case Store(var tenant, byte[] content) ->
                new Writing().number(2).text(tenant.value()).bytes(content).done();
            case Begin() -> new Writing().number(3).done();
            case Part(String upload, long offset, byte[] content) ->
                new Writing()
                        .number(4)
                        .text(upload)
                        .number(offset)
                        .bytes(content)
                        .done();
            case End(String upload, var tenant) ->
                new Writing().number(5).text(upload).text(tenant.value()).done();
        };
    }

    static BlobQuestion read(byte[] message) throws Malformed {
        return Reading.whole(message, in -> switch (in.small()) {
            case 1 -> new Read(new TenantId(in.text()), in.digest(), in.number());
            case 2 -> new Store(new TenantId(in.text()), in.bytes());
            case 3 -> new Begin();
            case 4 -> new Part(in.text(), in.number(), in.bytes());
            case 5 -> new End(in.text(), new TenantId(in.text()));
            default -> throw new IllegalArgumentException("no such question");
        });
    }
}
