package freehold.control.http;

import freehold.control.blob.BlobStore;
import freehold.control.tenancy.Caller;
import freehold.execution.Content;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.refusal.FieldFault;
import freehold.refusal.Invalid;
import freehold.refusal.NotFound;
import freehold.refusal.Refusal;
import freehold.refusal.TooLarge;
import freehold.wire.api.DigestText;
import io.javalin.http.Context;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Stored content over HTTP: raw bytes, named by their digest. */
final class BlobRoutes {

    private final BlobStore blobs;
    private final Bytes most;

    BlobRoutes(BlobStore blobs, Bytes most) {
        this.blobs = blobs;
        this.most = most;
    }

    void put(Context context, Caller caller) throws IOException {
        Optional<Digest> named = DigestText.parse(context.pathParam("digest"));
        Optional<Refusal> refusal = refusal(context, named);
        if (refusal.isPresent()) {
            Replies.refusal(context, refusal.get());
            return;
        }
        Digest digest = named.orElseThrow();
        boolean known = blobs.find(caller.tenant(), digest).isPresent();
        try (InputStream bytes = new Bounded(context.req().getInputStream(), most.count())) {
            switch (blobs.offer(caller.tenant(), digest, bytes)) {
                case BlobStore.Offered.Kept _ -> context.status(known ? 200 : 201);
                case BlobStore.Offered.Other() ->
                    Replies.refusal(
                            context,
                            new Invalid(
                                    List.of(
                                            new FieldFault(
                                                    "#",
                                                    "has another digest than the address names; digest the very bytes that are sent"))));
                case BlobStore.Offered.Declined(Refusal declined) -> Replies.refusal(context, declined);
            }
        } catch (TooMuch tooMuch) {
            Replies.refusal(context, new TooLarge(TooLarge.Part.CONTENT, most, Optional.empty()));
        }
    }

    void head(Context context, Caller caller) {
        Optional<Content.Stored> found =
                DigestText.parse(context.pathParam("digest")).flatMap(digest -> blobs.renew(caller.tenant(), digest));
        if (found.isPresent()) {
            context.status(200).contentType(Body.RAW);
            context.res().setContentLengthLong(found.get().sizeBytes());
        } else {
            Replies.refusal(context, new NotFound(NotFound.Thing.CONTENT));
        }
    }

    private Optional<Refusal> refusal(Context context, Optional<Digest> named) {
        if (named.isEmpty()) {
            return Optional.of(new NotFound(NotFound.Thing.CONTENT));
        }
        return Body.rawRefusal(context, TooLarge.Part.CONTENT, most);
    }

    /** More came than is taken. */
    private static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** A stream that fails when more than so many bytes come. */
    private static final class Bounded extends FilterInputStream {
        private long left;

        Bounded(InputStream in, long most) {
            super(in);
            left = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count;
            try {
                count = super.read(bytes, offset, length);
            } catch (IOException broken) {
                throw new BrokenBody(broken);
            }
            left -= Math.max(0, count);
            if (left < 0) {
                throw new TooMuch();
            }
            return count;
        }
    }
}
