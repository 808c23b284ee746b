package freehold.control.http;

import freehold.control.rate.TenantShares;
import freehold.control.tenancy.Caller;
import freehold.quantity.Bytes;
import freehold.refusal.NotJson;
import freehold.refusal.Refusal;
import freehold.refusal.TooLarge;
import freehold.refusal.Unavailable;
import freehold.tenant.TenantId;
import freehold.wire.api.PolicyDocument;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies: never more than the most, whatever the client announced, and never more at one time over all requests than a
 * quarter of the heap, of which one tenant has half.
 */
final class Body {
    /** There is no memory for another one. */
    static final Refusal FULL = new Unavailable(
            "This server reads so many large bodies at this time that it has no memory for another",
            "Send it again in a moment, or in smaller parts");

    private static final String PLAINLY = ", without a Content-Encoding";

    private static final int PIECE = 16 << 10;
    private static final int HEAP_SHARE = 4;

    /** So many times what a client has sent, and no more than it announced, is kept for it. */
    private static final long GROWTH = 4;

    private final Bytes most;
    private final TenantShares pieces;

    Body(Bytes most) {
        this.most = most;
        this.pieces = new TenantShares(
                Math.clamp(Runtime.getRuntime().maxMemory() / HEAP_SHARE / PIECE, 2, Integer.MAX_VALUE));
    }

    /** What was read. */
    sealed interface Read {
        @SuppressWarnings("ArrayRecordComponent") // passed on once, compared by nobody
        record Whole(byte[] bytes) implements Read {}

        record Declined(Refusal refusal) implements Read {}
    }

    Read read(Context context) throws IOException {
        return read(context, 1);
    }

    /** A policy's document, as it was sent. */
    sealed interface Document {
        record Sent(PolicyDocument.Read read) implements Document {}

        record Declined(Refusal refusal) implements Document {}
    }

    /** Reads a policy, in JSON or in YAML. */
    Document document(Context context) throws IOException {
        boolean json = is("application/json", type(context));
        if (!json && !is("application/yaml", type(context))) {
            return new Document.Declined(new NotJson("application/json or application/yaml"));
        }
        if (isCoded(context)) {
            return new Document.Declined(new NotJson("application/json or application/yaml" + PLAINLY));
        }
        return switch (bytes(context, TooLarge.Part.POLICY, new Bytes(PolicyDocument.BYTES_MAX))) {
            case Read.Declined(Refusal refusal) -> new Document.Declined(refusal);
            case Read.Whole(byte[] bytes) ->
                new Document.Sent(json ? PolicyDocument.json(bytes) : PolicyDocument.yaml(bytes));
        };
    }

    /** Reads one that may be so many times as large as others. */
    Read read(Context context, int times) throws IOException {
        if (!is("application/json", type(context))) {
            return new Read.Declined(new NotJson("application/json"));
        }
        return isCoded(context)
                ? new Read.Declined(new NotJson("application/json" + PLAINLY))
                : bytes(context, TooLarge.Part.REQUEST, new Bytes(Math.multiplyExact(this.most.count(), times)));
    }

    /** No body is unpacked: a few bytes could be as large as any memory then. */
    private static boolean isCoded(Context context) {
        String coding = context.header("Content-Encoding");
        return coding != null && !coding.strip().equalsIgnoreCase("identity");
    }

    /** Reads one of any type. */
    Read readAny(Context context) throws IOException {
        return bytes(context, TooLarge.Part.REQUEST, most);
    }

    private Read bytes(Context context, TooLarge.Part part, Bytes most) throws IOException {
        long announced = context.req().getContentLengthLong();
        Optional<Refusal> refusal = announcedRefusal(announced, part, most);
        if (refusal.isPresent()) {
            return new Read.Declined(refusal.get());
        }
        TenantId tenant = Caller.CURRENT.get().tenant(); // of somebody who was let in: nobody else's body is read
        long bound = (announced >= 0 ? announced : most.count()) + 1; // the one more shows the end
        int held = 0;
        try (InputStream in = context.req().getInputStream()) {
            byte[] bytes = new byte[announced >= 0 ? Math.min((int) announced + 1, PIECE) : PIECE];
            int size = 0;
            while (true) {
                if (size == bytes.length) {
                    int more = (int) (Math.min(bound, bytes.length * GROWTH) - bytes.length) / PIECE + 1;
                    if (!pieces.tryAcquire(tenant, more)) {
                        return new Read.Declined(FULL);
                    }
                    held += more;
                    bytes = Arrays.copyOf(bytes, (int) Math.min(bound, bytes.length * GROWTH));
                }
                int count = next(in, bytes, size);
                if (count < 0) {
                    return new Read.Whole(Arrays.copyOf(bytes, size));
                }
                size += count;
                if (size > most.count()) {
                    return new Read.Declined(new TooLarge(part, most, Optional.empty()));
                }
            }
        } finally {
            pieces.release(tenant, held);
        }
    }

    private static int next(InputStream in, byte[] bytes, int size) throws BrokenBody {
        try {
            return in.read(bytes, size, bytes.length - size);
        } catch (IOException broken) {
            throw new BrokenBody(broken);
        }
    }

    /** What bytes without a meaning here are sent as. */
    static final String RAW = "application/octet-stream";

    /** Why a body of bytes is not read: it says that it is something else, or larger than the most. */
    static Optional<Refusal> rawRefusal(Context context, TooLarge.Part part, Bytes most) {
        String type = type(context);
        if (type == null || !type.strip().equalsIgnoreCase(RAW)) {
            return Optional.of(new NotJson(RAW));
        }
        if (isCoded(context)) {
            return Optional.of(new NotJson(RAW + PLAINLY));
        }
        return announcedRefusal(context.req().getContentLengthLong(), part, most);
    }

    private static Optional<Refusal> announcedRefusal(long announced, TooLarge.Part part, Bytes most) {
        return announced > most.count()
                ? Optional.of(new TooLarge(part, most, Optional.of(new Bytes(announced))))
                : Optional.empty();
    }

    /** As it was sent: the web server fails at a charset that it does not know. */
    static @Nullable String type(Context context) {
        return context.header("Content-Type");
    }

    private static boolean is(String type, @Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        Optional<String> other = Arrays.stream(parts)
                .skip(1)
                .map(String::strip)
                .filter(part -> part.startsWith("charset=")
                        && !part.equals("charset=utf-8")
                        && !part.equals("charset=\"utf-8\""))
                .findFirst();
        return parts[0].strip().equals(type) && other.isEmpty();
    }
}
