package freehold.control.dialect.gojudge;

import freehold.control.blob.BlobStore;
import freehold.execution.Content;
import freehold.quantity.Digest;
import freehold.refusal.Refusal;
import freehold.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The files that clients name by id, for each tenant apart: those they sent and those their programs left. The one that was not used for
 * longest makes room for another, none is kept unused for more than a day, and none outlives the server. The content is in the blob store.
 */
final class FileStore {
    static final int FILES_OF_A_TENANT_MAX = 8_192;

    /** Of the files of one tenant together. */
    static final long BYTES_OF_A_TENANT_MAX = 4L << 30;

    /** Of their names, which are in memory; more than as many names have as a client may send. */
    static final long NAME_BYTES_OF_A_TENANT_MAX = 2 << 20;

    static final Duration UNUSED_MAX = Duration.ofDays(1);

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int ID_LETTERS = 16;

    private final BlobStore blobs;
    private final InstantSource clock;
    private final RandomGenerator chance;
    // guarded by this
    private final Map<TenantId, Shelf> byTenant = new HashMap<>();

    FileStore(BlobStore blobs, InstantSource clock, RandomGenerator chance) {
        this.blobs = blobs;
        this.clock = clock;
        this.chance = chance;
    }

    /** What came of a file that a client sent. */
    sealed interface Sent {
        record Kept(String id) implements Sent {}

        record Declined(Refusal refusal) implements Sent {}
    }

    /** Keeps what a client sent. */
    Sent put(TenantId tenant, String name, byte[] content) {
        Digest digest = Digest.of(content);
        try {
            if (blobs.offer(tenant, digest, new ByteArrayInputStream(content))
                    instanceof BlobStore.Offered.Declined(Refusal refusal)) {
                return new Sent.Declined(refusal);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new Sent.Kept(
                put(tenant, new StoredFile(name, digest, content.length, Optional.empty(), clock.instant())));
    }

    /** Keeps what is in the blob store already; its id. */
    synchronized String put(TenantId tenant, StoredFile file) {
        String id = id();
        byTenant.computeIfAbsent(tenant, _ -> new Shelf()).put(id, file, clock.instant());
        return id;
    }

    /** The file, if it is still kept; then for a while longer. */
    Optional<StoredFile> find(TenantId tenant, String id) {
        return used(tenant, id).filter(file -> renew(tenant, file.digest()));
    }

    /** False if the content is gone. May wait for a database, so it is no part of what others wait for. */
    boolean renew(TenantId tenant, Digest digest) {
        return blobs.renew(tenant, digest).isPresent();
    }

    /** A file whose content may be gone. */
    synchronized Optional<StoredFile> used(TenantId tenant, String id) {
        Shelf shelf = byTenant.get(tenant);
        return shelf == null ? Optional.empty() : shelf.use(id, clock.instant());
    }

    /** Names by id. */
    synchronized Map<String, String> list(TenantId tenant) {
        Map<String, String> names = new TreeMap<>();
        Shelf shelf = byTenant.get(tenant);
        if (shelf != null) {
            shelf.tidy(clock.instant());
            shelf.files.forEach((id, file) -> names.put(id, file.name()));
        }
        return names;
    }

    /** False if there was none. The content goes when nothing else refers to it. */
    synchronized boolean remove(TenantId tenant, String id) {
        Shelf shelf = byTenant.get(tenant);
        return shelf != null && shelf.remove(id);
    }

    /** The bytes, where they may be in memory; empty if they were erased meanwhile. */
    Optional<byte[]> read(TenantId tenant, StoredFile file) {
        try (InputStream in = blobs.open(tenant, file.digest()).orElse(null)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static Content.Stored content(StoredFile file) {
        return new Content.Stored(file.digest(), file.sizeBytes());
    }

    private String id() {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < ID_LETTERS; i++) {
            id.append(LETTERS.charAt(chance.nextInt(LETTERS.length())));
        }
        return id.toString();
    }

    private static final class Shelf {
        /** In the order of their last use. */
        private final Map<String, StoredFile> files = new LinkedHashMap<>(16, 0.75f, true);

        private long bytes;
        private long nameBytes;

        void put(String id, StoredFile file, Instant now) {
            files.put(id, file);
            bytes += file.sizeBytes();
            nameBytes += nameBytes(file);
            tidy(now);
        }

        Optional<StoredFile> use(String id, Instant now) {
            tidy(now);
            return Optional.ofNullable(files.computeIfPresent(id, (_, file) -> file.usedAt(now)));
        }

        boolean remove(String id) {
            StoredFile gone = files.remove(id);
            if (gone != null) {
                forget(gone);
            }
            return gone != null;
        }

        void tidy(Instant now) {
            Iterator<StoredFile> eldest = files.values().iterator();
            while (eldest.hasNext()) {
                StoredFile file = eldest.next();
                boolean stays = files.size() <= FILES_OF_A_TENANT_MAX
                        && bytes <= BYTES_OF_A_TENANT_MAX
                        && nameBytes <= NAME_BYTES_OF_A_TENANT_MAX
                        && file.used().plus(UNUSED_MAX).isAfter(now);
                if (stays) {
                    return;
                }
                forget(file);
                eldest.remove();
            }
        }

        private void forget(StoredFile gone) {
            bytes -= gone.sizeBytes();
            nameBytes -= nameBytes(gone);
        }

        private static long nameBytes(StoredFile file) {
            return file.name().getBytes(StandardCharsets.UTF_8).length;
        }
    }
}
