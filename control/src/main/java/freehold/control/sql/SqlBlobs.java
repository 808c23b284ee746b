package freehold.control.sql;

import freehold.control.blob.BlobStore;
import freehold.control.blob.Measured;
import freehold.control.record.RecordUnavailable;
import freehold.control.vault.Purpose;
import freehold.control.vault.SealedStream;
import freehold.control.vault.Vault;
import freehold.execution.Artifact;
import freehold.execution.Content;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import freehold.wire.link.Tail;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Content in the database of the record, for controls that share nothing else. It is written in parts, each in a transaction of its own,
 * and is there once its last is. Any control may refer to content at any time, so no hold of one process protects it: instead nothing
 * goes that was stored, or asked for by somebody about to refer to it, within {@link #GRACE}.
 */
final class SqlBlobs implements BlobStore {
    /** Longer than any execution lives, from its submission to its record. */
    static final Duration GRACE = Duration.ofHours(24);

    private static final int PART = 512 << 10;
    private static final int STEP = 500;
    private static final int OLDEST_STEP = 50;

    private static final String UNUSED =
            "not exists (select 1 from content_use where content_use.tenant = blob.tenant and content_use.digest = blob.digest)";

    private final GroupWriter writer;
    private final ReaderPool readers;
    private final Vault vault;

    SqlBlobs(GroupWriter writer, ReaderPool readers, Vault vault) {
        this.writer = writer;
        this.readers = readers;
        this.vault = vault;
    }

    @Override
    public Content.Stored put(TenantId tenant, InputStream bytes) throws IOException {
        return store(tenant, bytes, Optional.empty()).orElseThrow();
    }

    @Override
    public Offered offer(TenantId tenant, Digest expected, InputStream bytes) throws IOException {
        return store(tenant, bytes, Optional.of(expected))
                .<Offered>map(Offered.Kept::new)
                .orElseGet(Offered.Other::new);
    }

    private Optional<Content.Stored> store(TenantId tenant, InputStream bytes, Optional<Digest> expected)
            throws IOException {
        String upload = UUID.randomUUID().toString();
        Measured measured = new Measured(bytes);
        byte[] key = SealedStream.key();
        boolean kept = false;
        String digest = "";
        try {
            write(upload, SealedStream.sealing(key, measured));
            Content.Stored stored = measured.stored();
            digest = stored.digest().hex();
            if (expected.isEmpty() || expected.get().equals(stored.digest())) {
                byte[] seal = vault.seal(tenant, Purpose.BLOB, stored.digest().hex(), key);
                kept = confirmed(
                        writer.writeRepeatable(Set.of(), session -> refer(session, tenant, stored, upload, seal)));
                return Optional.of(stored);
            }
            return Optional.empty();
        } finally {
            if (!kept) {
                discard(tenant, digest, upload);
            }
        }
    }

    /** Unless the content refers to it after all: that may have been stored, and the answer lost. */
    private void discard(TenantId tenant, String digest, String upload) {
        var _ = writer.writeAside(session -> session.update(
                "delete from blob_part where upload = ? and not exists "
                        + "(select 1 from blob where tenant = ? and digest = ? and blob.upload = blob_part.upload)",
                upload,
                tenant.value(),
                digest));
    }

    private void write(String upload, InputStream sealed) throws IOException {
        byte[] part = sealed.readNBytes(PART);
        for (long position = 0; part.length > 0; position++) {
            add(upload, position, part);
            part = sealed.readNBytes(PART);
        }
    }

    private void add(String upload, long position, byte[] part) throws IOException {
        confirmed(writer.writeRepeatable(
                Set.of(),
                session -> session.update(
                        "insert into blob_part values (?, ?, "
                                + session.engine().nowMicros() + ", ?) on conflict do nothing",
                        upload,
                        position,
                        part)));
    }

    /** Whether this upload is the content's; another one's is as good, and newer for it. */
    private static boolean refer(Session session, TenantId tenant, Content.Stored stored, String upload, byte[] seal)
            throws SQLException {
        String now = session.engine().nowMicros();
        session.update(
                "insert into blob values (?, ?, ?, ?, " + now
                        + ", ?) on conflict (tenant, digest) do update set stored_us = " + now,
                tenant.value(),
                stored.digest().hex(),
                stored.sizeBytes(),
                upload,
                seal);
        return session.query(
                        "select upload from blob where tenant = ? and digest = ?",
                        row -> row.getString(1),
                        tenant.value(),
                        stored.digest().hex())
                .contains(upload);
    }

    private static <T> T confirmed(CompletableFuture<T> write) throws IOException {
        try {
            return RecordUnavailable.joined(write);
        } catch (RecordUnavailable failed) {
            throw new IOException("the database did not confirm it", failed);
        }
    }

    @Override
    public Optional<InputStream> open(TenantId tenant, Digest digest) throws IOException {
        return open(tenant, digest, 0).map(Tail::bytes);
    }

    @Override
    public Optional<Tail> open(TenantId tenant, Digest digest, long offset) throws IOException {
        try {
            Optional<Place> place = readers.read(session -> session
                    .query(
                            "select upload, size_bytes, seal from blob where tenant = ? and digest = ?",
                            row -> new Place(row.getString(1), row.getLong(2), Optional.ofNullable(row.getBytes(3))),
                            tenant.value(),
                            digest.hex())
                    .stream()
                    .findFirst());
            return place.isEmpty() ? Optional.empty() : Optional.of(open(tenant, digest, place.get(), offset));
        } catch (RecordUnavailable unreadable) {
            throw new IOException(unreadable);
        }
    }

    /**
     * Where content is.
     *
     * @param seal its key, sealed; absent where it is from before there were keys
     */
    private record Place(String upload, long sizeBytes, Optional<byte[]> seal) {}

    /** The parts of plain content go when it is sealed, perhaps while somebody reads them. */
    private Tail open(TenantId tenant, Digest digest, Place place, long offset) throws IOException {
        long size = place.sizeBytes();
        Tail.requireWithin(offset, size);
        if (place.seal().isEmpty()) {
            return new Tail(size, new WholeStream(partsFrom(place, offset), size - offset));
        }
        byte[] key = vault.open(tenant, Purpose.BLOB, digest.hex(), place.seal().get());
        return new Tail(
                size,
                offset == size && offset > 0
                        ? InputStream.nullInputStream()
                        : SealedStream.openingAt(offset, key, partsFrom(place, SealedStream.segmentAt(offset))));
    }

    private InputStream partsFrom(Place place, long stored) throws IOException {
        InputStream parts = new SequenceInputStream(new Parts(place.upload(), stored / PART));
        parts.skipNBytes(stored % PART);
        return parts;
    }

    @Override
    public int sealPlain(int most) throws IOException {
        List<Old> plain = readers.read(session -> session.query(
                "select tenant, digest from blob where seal is null order by tenant, digest limit ?",
                row -> new Old(new TenantId(row.getString(1)), new Digest(row.getString(2))),
                most));
        for (Old each : plain) {
            Optional<InputStream> content = open(each.tenant(), each.digest());
            if (content.isPresent()) {
                try (InputStream bytes = content.get()) {
                    sealPlain(each, bytes);
                }
            }
        }
        return plain.size();
    }

    private void sealPlain(Old of, InputStream plain) throws IOException {
        String upload = UUID.randomUUID().toString();
        byte[] key = SealedStream.key();
        write(upload, SealedStream.sealing(key, plain));
        byte[] seal = vault.seal(of.tenant(), Purpose.BLOB, of.digest().hex(), key);
        confirmed(writer.writeAside(session -> {
            String former = "select upload from blob where tenant = ? and digest = ? and seal is null";
            session.update(
                    "delete from blob_part where upload in (" + former + ")",
                    of.tenant().value(),
                    of.digest().hex());
            int changed = session.update(
                    "update blob set upload = ?, seal = ? where tenant = ? and digest = ? and seal is null",
                    upload,
                    seal,
                    of.tenant().value(),
                    of.digest().hex());
            return changed == 1 ? 0 : session.update("delete from blob_part where upload = ?", upload);
        }));
    }

    /** One part after the other, each read when it is its turn. */
    @SuppressWarnings("JdkObsolete") // a SequenceInputStream takes nothing else
    private final class Parts implements Enumeration<InputStream> {
        private final String upload;
        private long position;
        private Optional<byte[]> next;

        Parts(String upload, long position) {
            this.upload = upload;
            this.position = position;
            this.next = read();
        }

        private Optional<byte[]> read() {
            return readers.read(session -> session
                    .query(
                            "select content from blob_part where upload = ? and position = ?",
                            row -> row.getBytes(1),
                            upload,
                            position)
                    .stream()
                    .findFirst());
        }

        @Override
        public boolean hasMoreElements() {
            return next.isPresent();
        }

        @Override
        public InputStream nextElement() {
            byte[] part = next.orElseThrow(NoSuchElementException::new);
            position++;
            next = part.length < PART ? Optional.empty() : read();
            return new ByteArrayInputStream(part);
        }
    }

    @Override
    public Optional<Content.Stored> find(TenantId tenant, Digest digest) {
        return readers.read(session -> found(session, tenant, digest));
    }

    private static Optional<Content.Stored> found(Session session, TenantId tenant, Digest digest) throws SQLException {
        return session
                .query(
                        "select size_bytes from blob where tenant = ? and digest = ?",
                        row -> new Content.Stored(digest, row.getLong(1)),
                        tenant.value(),
                        digest.hex())
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Content.Stored> renew(TenantId tenant, Digest digest) {
        try {
            return confirmed(writer.write(session -> {
                session.update(
                        "update blob set stored_us = " + session.engine().nowMicros()
                                + " where tenant = ? and digest = ?",
                        tenant.value(),
                        digest.hex());
                return found(session, tenant, digest);
            }));
        } catch (IOException failed) {
            throw new RecordUnavailable("The record did not confirm a write", failed);
        }
    }

    /** In steps, so that others need not wait; what an upload left that never came to its end goes too. */
    @Override
    public void removeForgotten(Instant before, Unused unused) throws IOException {
        long limit = ExecutionRows.micros(before);
        Mark place = new Mark("", "");
        List<Old> old;
        do {
            Mark from = place;
            old = readers.read(session -> session.query(
                    "select tenant, digest from blob where stored_us < ? and (tenant > ? or (tenant = ? and digest > ?)) "
                            + "order by tenant, digest limit " + STEP,
                    row -> new Old(new TenantId(row.getString(1)), new Digest(row.getString(2))),
                    limit,
                    from.tenant(),
                    from.tenant(),
                    from.digest()));
            Map<TenantId, Set<Digest>> byTenant = new HashMap<>();
            old.forEach(each -> byTenant.computeIfAbsent(each.tenant(), _ -> new HashSet<>())
                    .add(each.digest()));
            for (var each : byTenant.entrySet()) {
                for (Digest digest : unused.of(each.getKey(), each.getValue())) {
                    confirmed(writer.writeAside(session -> remove(session, each.getKey(), digest, limit)));
                }
            }
            if (!old.isEmpty()) {
                place = new Mark(
                        old.getLast().tenant().value(), old.getLast().digest().hex());
            }
        } while (old.size() == STEP);
        confirmed(writer.writeAside(session -> session.update(
                "delete from blob_part where added_us < ? and upload not in (select upload from blob)", limit)));
    }

    private record Mark(String tenant, String digest) {}

    private record Old(TenantId tenant, Digest digest) {}

    /** What it took; nothing if it stays. */
    private static long remove(Session session, TenantId tenant, Digest digest, long before) throws SQLException {
        List<Place> places = session.query(
                "select upload, size_bytes from blob where tenant = ? and digest = ? and stored_us < ? and " + UNUSED,
                row -> new Place(row.getString(1), row.getLong(2), Optional.empty()),
                tenant.value(),
                digest.hex(),
                before);
        long freed = 0;
        for (Place place : places) {
            session.update("delete from blob where tenant = ? and digest = ?", tenant.value(), digest.hex());
            session.update("delete from blob_part where upload = ?", place.upload());
            freed += place.sizeBytes();
        }
        return freed;
    }

    @Override
    public Map<TenantId, Bytes> sizes() {
        return readers.read(session -> {
            Map<TenantId, Bytes> sizes = new HashMap<>();
            session.query(
                    "select tenant, sum(size_bytes) from blob group by tenant",
                    row -> sizes.put(new TenantId(row.getString(1)), new Bytes(row.getLong(2))));
            return sizes;
        });
    }

    /** What others hold is not known here: what lives, and is not in the record yet, counts. */
    @Override
    public Bytes unusedSize(TenantId tenant, Unused unused) {
        return readers.read(session -> session.query(
                        "select coalesce(sum(case when size_bytes < ? then ? else size_bytes end), 0) from blob where tenant = ? and "
                                + UNUSED,
                        row -> new Bytes(row.getLong(1)),
                        LEAST_BYTES,
                        LEAST_BYTES,
                        tenant.value())
                .getFirst());
    }

    @Override
    public Bytes removeOldest(TenantId tenant, Instant before, Bytes much, Unused unused) throws IOException {
        long limit = Math.min(ExecutionRows.micros(before), graceBegan());
        long freed = 0;
        long step;
        do {
            step = 0;
            List<Digest> oldest = readers.read(session -> session.query(
                    "select digest from blob where tenant = ? and stored_us < ? and " + UNUSED
                            + " order by stored_us limit " + OLDEST_STEP,
                    row -> new Digest(row.getString(1)),
                    tenant.value(),
                    limit));
            for (Digest digest : oldest) {
                if (freed + step < much.count()) {
                    step += confirmed(writer.writeAside(session -> remove(session, tenant, digest, limit)));
                }
            }
            freed += step;
        } while (step > 0 && freed < much.count());
        return new Bytes(freed);
    }

    private long graceBegan() {
        return readers.read(
                        session -> session.query("select " + session.engine().nowMicros(), row -> row.getLong(1))
                                .getFirst())
                - GRACE.toNanos() / 1_000;
    }

    @Override
    public Bytes size() {
        return readers.read(session ->
                new Bytes(session.query("select coalesce(sum(size_bytes), 0) from blob", row -> row.getLong(1))
                        .getFirst()));
    }

    @Override
    public void hold(TenantId tenant, Set<Digest> digests) {
        digests.forEach(digest -> renew(tenant, digest));
    }

    @Override
    public void release(TenantId tenant, Set<Digest> digests) {
        // time does
    }

    @Override
    public void claimed(TenantId tenant, List<Artifact> artifacts) {
        // the record refers to them
    }

    /** What was stored or asked for of late may be about to be referred to, at any control. */
    @Override
    public Bytes drop(TenantId tenant, Set<Digest> digests) {
        try {
            return confirmed(writer.writeAside(session -> {
                long freed = 0;
                long now = session.query("select " + session.engine().nowMicros(), row -> row.getLong(1))
                        .getFirst();
                for (Digest digest : digests) {
                    freed += remove(session, tenant, digest, now - GRACE.toNanos() / 1_000);
                }
                return new Bytes(freed);
            }));
        } catch (IOException failed) {
            throw new RecordUnavailable("The record did not confirm a write", failed);
        }
    }
}
