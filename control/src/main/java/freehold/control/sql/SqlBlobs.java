package freehold.control.sql;

import freehold.control.blob.BlobStore;
import freehold.control.record.RecordUnavailable;
import freehold.execution.Artifact;
import freehold.execution.Content;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
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
import java.util.concurrent.CompletionException;

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

    private final GroupWriter writer;
    private final ReaderPool readers;

    SqlBlobs(GroupWriter writer, ReaderPool readers) {
        this.writer = writer;
        this.readers = readers;
    }

    @Override
    public Content.Stored put(TenantId tenant, InputStream bytes) throws IOException {
        return store(tenant, bytes, Optional.empty()).orElseThrow();
    }

    @Override
    public Optional<Content.Stored> offer(TenantId tenant, Digest expected, InputStream bytes) throws IOException {
        return store(tenant, bytes, Optional.of(expected));
    }

    private Optional<Content.Stored> store(TenantId tenant, InputStream bytes, Optional<Digest> expected)
            throws IOException {
        String upload = UUID.randomUUID().toString();
        MessageDigest digest = Digest.sha256();
        long size = 0;
        boolean kept = false;
        try {
            byte[] part = bytes.readNBytes(PART);
            for (long position = 0; part.length > 0; position++) {
                digest.update(part);
                size += part.length;
                add(upload, position, part);
                part = bytes.readNBytes(PART);
            }
            Content.Stored stored = new Content.Stored(Digest.finish(digest), size);
            if (expected.isEmpty() || expected.get().equals(stored.digest())) {
                kept = confirmed(writer.write(session -> refer(session, tenant, stored, upload)));
                return Optional.of(stored);
            }
            return Optional.empty();
        } finally {
            if (!kept) {
                var _ = writer.writeAside(session -> session.update("delete from blob_part where upload = ?", upload));
            }
        }
    }

    private void add(String upload, long position, byte[] part) throws IOException {
        confirmed(writer.write(session -> session.update(
                "insert into blob_part values (?, ?, " + session.engine().nowMicros() + ", ?) on conflict do nothing",
                upload,
                position,
                part)));
    }

    /** Whether this upload is the content's; another one's is as good, and newer for it. */
    private static boolean refer(Session session, TenantId tenant, Content.Stored stored, String upload)
            throws SQLException {
        String now = session.engine().nowMicros();
        session.update(
                "insert into blob values (?, ?, ?, ?, " + now
                        + ") on conflict (tenant, digest) do update set stored_us = " + now,
                tenant.value(),
                stored.digest().hex(),
                stored.sizeBytes(),
                upload);
        return session.query(
                        "select upload from blob where tenant = ? and digest = ?",
                        row -> row.getString(1),
                        tenant.value(),
                        stored.digest().hex())
                .contains(upload);
    }

    private static <T> T confirmed(CompletableFuture<T> write) throws IOException {
        try {
            return write.join();
        } catch (CompletionException failed) {
            throw new IOException("the database did not confirm it", failed);
        }
    }

    @Override
    public Optional<InputStream> open(TenantId tenant, Digest digest) throws IOException {
        try {
            return readers.read(session -> session
                            .query(
                                    "select upload from blob where tenant = ? and digest = ?",
                                    row -> row.getString(1),
                                    tenant.value(),
                                    digest.hex())
                            .stream()
                            .findFirst())
                    .map(upload -> new SequenceInputStream(new Parts(upload)));
        } catch (RecordUnavailable unreadable) {
            throw new IOException(unreadable);
        }
    }

    /** One part after the other, each read when it is its turn. */
    @SuppressWarnings("JdkObsolete") // a SequenceInputStream takes nothing else
    private final class Parts implements Enumeration<InputStream> {
        private final String upload;
        private long position;
        private Optional<byte[]> next;

        Parts(String upload) {
            this.upload = upload;
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
        Place place = new Place("", "");
        List<Old> old;
        do {
            Place from = place;
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
                place = new Place(
                        old.getLast().tenant().value(), old.getLast().digest().hex());
            }
        } while (old.size() == STEP);
        confirmed(writer.writeAside(session -> session.update(
                "delete from blob_part where added_us < ? and upload not in (select upload from blob)", limit)));
    }

    private record Place(String tenant, String digest) {}

    private record Old(TenantId tenant, Digest digest) {}

    private static int remove(Session session, TenantId tenant, Digest digest, long before) throws SQLException {
        List<String> uploads = session.query(
                "select upload from blob where tenant = ? and digest = ? and stored_us < ? and not exists "
                        + "(select 1 from content_use where content_use.tenant = blob.tenant and content_use.digest = blob.digest)",
                row -> row.getString(1),
                tenant.value(),
                digest.hex(),
                before);
        for (String upload : uploads) {
            session.update("delete from blob where tenant = ? and digest = ?", tenant.value(), digest.hex());
            session.update("delete from blob_part where upload = ?", upload);
        }
        return uploads.size();
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
    public void drop(TenantId tenant, Set<Digest> digests) {
        try {
            confirmed(writer.writeAside(session -> {
                long now = session.query("select " + session.engine().nowMicros(), row -> row.getLong(1))
                        .getFirst();
                for (Digest digest : digests) {
                    remove(session, tenant, digest, now - GRACE.toNanos() / 1_000);
                }
                return digests.size();
            }));
        } catch (IOException failed) {
            throw new RecordUnavailable("The record did not confirm a write", failed);
        }
    }
}
