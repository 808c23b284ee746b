package freehold.control.blob;

import freehold.execution.Artifact;
import freehold.execution.Content;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.refusal.Conflict;
import freehold.refusal.Refusal;
import freehold.refusal.Unavailable;
import freehold.tenant.TenantId;
import freehold.wire.link.Tail;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A store for those who come with content of their own: what a tenant sends and no execution refers to takes no more than its bound, and no
 * upload the last of the storage. Each piece is counted before it is stored, so that many at one time pass the bound no more than one does.
 */
public final class BoundedBlobs implements BlobStore {
    /** What uploads leave free: for as long as there is more, no answer needs to wait for the record. */
    static final Bytes ROOM_LEFT = Bytes.gibi(1);

    /** Counting what is stored may take long, for a tenant may have much; this part of the time it may take. */
    private static final int TIME_SHARE = 10;

    private final BlobStore store;
    private final Unused unused;
    private final Supplier<Optional<Bytes>> free;
    private final Bytes most;
    private final Map<TenantId, Tally> tallies = new ConcurrentHashMap<>();

    /**
     * Bounds what is offered to a store.
     *
     * @param free what is left where it is stored, if that is known
     * @param most of a tenant's uploads that no execution refers to, together
     */
    public BoundedBlobs(BlobStore store, Unused unused, Supplier<Optional<Bytes>> free, Bytes most) {
        this.store = store;
        this.unused = unused;
        this.free = free;
        this.most = most;
    }

    /** What a tenant has sent. */
    private final class Tally {
        private final TenantId tenant;

        // guarded by this
        private long stored = Long.MAX_VALUE; // at most so much: what came to be used since it was counted is in it
        private long coming;
        private long nextCountNanos = System.nanoTime();

        Tally(TenantId tenant) {
            this.tenant = tenant;
        }

        synchronized boolean hasRoom(long bytes) throws IOException {
            if (!fits(bytes) && System.nanoTime() - nextCountNanos >= 0) {
                long begun = System.nanoTime();
                stored = store.unusedSize(tenant, unused).count();
                long ended = System.nanoTime();
                nextCountNanos = ended + (ended - begun) * TIME_SHARE;
            }
            return fits(bytes);
        }

        synchronized void take(long bytes) throws IOException {
            if (!hasRoom(bytes)) {
                throw new Refused(new Conflict(
                        "Uploads of this tenant that no execution refers to may take " + most
                                + " together, and with this one they would take more",
                        "Run something that refers to them; those that nobody uses go after a day"));
            }
            if (free.get().filter(left -> left.compareTo(ROOM_LEFT) < 0).isPresent()) {
                throw new Refused(new Unavailable(
                        "This server has too little storage left for uploads",
                        "Its operator can erase executions, keep less (--keep-bytes) or give it more"));
            }
            coming += bytes;
        }

        private boolean fits(long bytes) {
            return stored <= most.count() - coming - bytes;
        }

        synchronized void came(long bytes, long kept) {
            coming -= bytes;
            stored = stored == Long.MAX_VALUE ? stored : stored + kept;
        }
    }

    /** There is no room for it. */
    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        private final transient Refusal why;

        Refused(Refusal why) {
            this.why = why;
        }
    }

    /** Content that takes its room as it comes. */
    private static final class Counted extends FilterInputStream {
        private final Tally tally;
        private long taken;

        Counted(InputStream in, Tally tally) throws IOException {
            super(in);
            this.tally = tally;
            take(LEAST_BYTES);
        }

        private void take(long bytes) throws IOException {
            tally.take(bytes);
            taken += bytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count > 0) {
                take(count);
            }
            return count;
        }
    }

    @Override
    public Offered offer(TenantId tenant, Digest expected, InputStream bytes) throws IOException {
        store.hold(tenant, Set.of(expected));
        try {
            Tally tally = tallies.computeIfAbsent(tenant, Tally::new);
            Optional<Content.Stored> known = store.renew(tenant, expected);
            return known.isPresent() && !tally.hasRoom(known.get().sizeBytes() + LEAST_BYTES)
                    ? compared(known.get(), bytes)
                    : counted(tally, expected, bytes, known.isPresent());
        } finally {
            store.release(tenant, Set.of(expected));
        }
    }

    /** Where there is no room for it to be stored anew, what is there already takes none. */
    private static Offered compared(Content.Stored known, InputStream bytes) throws IOException {
        Measured measured = new Measured(bytes);
        measured.transferTo(OutputStream.nullOutputStream());
        return measured.stored().equals(known) ? new Offered.Kept(known) : new Offered.Other();
    }

    private Offered counted(Tally tally, Digest expected, InputStream bytes, boolean isKnown) throws IOException {
        long taken = 0;
        long kept = 0;
        try {
            Counted counted = new Counted(bytes, tally);
            try {
                Offered offered = store.offer(tally.tenant, expected, counted);
                if (offered instanceof Offered.Kept(Content.Stored content) && !isKnown) {
                    kept = Math.max(LEAST_BYTES, content.sizeBytes());
                }
                return offered;
            } finally {
                taken = counted.taken;
            }
        } catch (Refused refused) {
            return new Offered.Declined(refused.why);
        } finally {
            tally.came(taken, kept);
        }
    }

    @Override
    public Content.Stored put(TenantId tenant, InputStream bytes) throws IOException {
        return store.put(tenant, bytes);
    }

    @Override
    public Optional<Tail> open(TenantId tenant, Digest digest, long offset) throws IOException {
        return store.open(tenant, digest, offset);
    }

    @Override
    public Optional<InputStream> open(TenantId tenant, Digest digest) throws IOException {
        return store.open(tenant, digest);
    }

    @Override
    public int sealPlain(int most) throws IOException {
        return store.sealPlain(most);
    }

    @Override
    public Optional<Content.Stored> find(TenantId tenant, Digest digest) {
        return store.find(tenant, digest);
    }

    @Override
    public Optional<Content.Stored> renew(TenantId tenant, Digest digest) {
        return store.renew(tenant, digest);
    }

    @Override
    public void hold(TenantId tenant, Set<Digest> digests) {
        store.hold(tenant, digests);
    }

    @Override
    public void release(TenantId tenant, Set<Digest> digests) {
        store.release(tenant, digests);
    }

    @Override
    public void claimed(TenantId tenant, List<Artifact> artifacts) {
        store.claimed(tenant, artifacts);
    }

    @Override
    public Bytes drop(TenantId tenant, Set<Digest> digests) {
        return store.drop(tenant, digests);
    }

    @Override
    public void removeForgotten(Instant before, Unused asked) throws IOException {
        store.removeForgotten(before, asked);
    }

    @Override
    public Map<TenantId, Bytes> sizes() throws IOException {
        return store.sizes();
    }

    @Override
    public Bytes unusedSize(TenantId tenant, Unused asked) throws IOException {
        return store.unusedSize(tenant, asked);
    }

    @Override
    public Bytes removeOldest(TenantId tenant, Instant before, Bytes much, Unused asked) throws IOException {
        return store.removeOldest(tenant, before, much, asked);
    }

    @Override
    public Bytes size() {
        return store.size();
    }
}
