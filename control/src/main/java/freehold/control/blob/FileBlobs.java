package freehold.control.blob;

import freehold.control.vault.Purpose;
import freehold.control.vault.SealedStream;
import freehold.control.vault.Vault;
import freehold.execution.Artifact;
import freehold.execution.Content;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import freehold.wire.link.Tail;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files at {@code ROOT/TENANT/ab/abcd….sealed}: the key of the file, sealed, and the content, sealed with that key. Those that are from
 * before there were keys are plain and have no such ending; they are sealed in the background. A tenant's name cannot leave its folder, by the form that {@link TenantId} demands. Only this
 * process writes below the root, which is closed to other users.
 */
public final class FileBlobs implements BlobStore {
    /** Of the name of a file that is sealed. */
    public static final String ENDING = ".sealed";

    private static final Logger LOG = LoggerFactory.getLogger(FileBlobs.class);
    private static final int PIECE = 64 << 10;
    private static final int KEY_BYTES = 32;
    private static final int HEAD_BYTES = Vault.OVERHEAD + KEY_BYTES;

    private final Path root;
    private final Path incoming;
    private final InstantSource clock;
    private final Vault vault;
    private final AtomicLong names = new AtomicLong();
    private final AtomicLong total = new AtomicLong();

    // guarded by this
    private final Map<Key, Integer> held = new HashMap<>();

    private record Key(TenantId tenant, Digest digest) {}

    /** Opens a store, and makes it if it is not there. What an earlier process left half-written is removed. */
    public FileBlobs(Path root, InstantSource clock, Vault vault) throws IOException {
        this.root = root;
        this.clock = clock;
        this.vault = vault;
        this.incoming = root.resolve(".incoming");
        make(incoming);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(incoming)) {
            for (Path each : left) {
                Files.delete(each);
            }
        }
    }

    private static void make(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Override
    public Content.Stored put(TenantId tenant, InputStream bytes) throws IOException {
        return store(tenant, bytes, Optional.empty()).orElseThrow();
    }

    @Override
    public Offered offer(TenantId tenant, Digest expected, InputStream bytes) throws IOException {
        Optional<Content.Stored> stored = store(tenant, bytes, Optional.of(expected));
        stored.ifPresent(content -> release(tenant, Set.of(content.digest())));
        return stored.<Offered>map(Offered.Kept::new).orElseGet(Offered.Other::new);
    }

    private Optional<Content.Stored> store(TenantId tenant, InputStream bytes, Optional<Digest> expected)
            throws IOException {
        Path part = incoming.resolve(Long.toString(names.incrementAndGet()));
        try {
            Measured measured = new Measured(bytes);
            byte[] key = SealedStream.key();
            write(part, SealedStream.sealing(key, measured));
            Content.Stored stored = measured.stored();
            if (expected.isPresent() && !expected.get().equals(stored.digest())) {
                return Optional.empty();
            }
            finish(part, vault.seal(tenant, Purpose.BLOB, stored.digest().hex(), key));
            Path place = place(tenant, stored.digest());
            Path folder = folder(tenant, stored.digest());
            make(folder);
            synchronized (this) {
                held.merge(new Key(tenant, stored.digest()), 1, Integer::sum);
                total.addAndGet(find(tenant, stored.digest()).isPresent() ? 0 : stored.sizeBytes());
                Files.setLastModifiedTime(part, FileTime.from(clock.instant()));
                Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
                Files.deleteIfExists(plainPlace(tenant, stored.digest()));
            }
            flushFolder(folder);
            return Optional.of(stored);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Leaves room for the head, which is known last. */
    private static void write(Path part, InputStream sealed) throws IOException {
        byte[] piece = new byte[PIECE];
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long at = HEAD_BYTES;
            for (int count = sealed.read(piece); count >= 0; count = sealed.read(piece)) {
                ByteBuffer left = ByteBuffer.wrap(piece, 0, count);
                while (left.hasRemaining()) {
                    at += file.write(left, at);
                }
            }
        }
    }

    private static void finish(Path part, byte[] head) throws IOException {
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(head);
            while (left.hasRemaining()) {
                file.write(left, left.position());
            }
            file.force(true);
        }
    }

    /** So that the name survives the loss of power too. */
    private static void flushFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Optional<InputStream> open(TenantId tenant, Digest digest) throws IOException {
        return open(tenant, digest, 0).map(Tail::bytes);
    }

    @Override
    public Optional<Tail> open(TenantId tenant, Digest digest, long offset) throws IOException {
        try {
            return Optional.of(opened(tenant, digest, offset));
        } catch (NoSuchFileException notSealed) {
            return openPlain(tenant, digest, offset);
        }
    }

    private Optional<Tail> openPlain(TenantId tenant, Digest digest, long offset) throws IOException {
        try {
            return Optional.of(openedAt(plainPlace(tenant, digest), file -> {
                Tail.requireWithin(offset, file.size());
                return new Tail(file.size(), Channels.newInputStream(file.position(offset)));
            }));
        } catch (NoSuchFileException absent) {
            try {
                return Optional.of(opened(tenant, digest, offset)); // it may have been sealed just now
            } catch (NoSuchFileException gone) {
                return Optional.empty();
            }
        }
    }

    private Tail opened(TenantId tenant, Digest digest, long offset) throws IOException {
        return openedAt(place(tenant, digest), file -> {
            InputStream bytes = Channels.newInputStream(file);
            byte[] key = vault.open(tenant, Purpose.BLOB, digest.hex(), bytes.readNBytes(HEAD_BYTES));
            long size = SealedStream.plainBytes(file.size() - HEAD_BYTES);
            Tail.requireWithin(offset, size);
            if (offset == size && offset > 0) {
                file.position(file.size());
                return new Tail(size, bytes);
            }
            file.position(HEAD_BYTES + SealedStream.segmentAt(offset));
            return new Tail(size, SealedStream.openingAt(offset, key, bytes));
        });
    }

    private interface Opening {
        Tail of(FileChannel file) throws IOException;
    }

    private static Tail openedAt(Path place, Opening opening) throws IOException {
        FileChannel file = FileChannel.open(place, StandardOpenOption.READ);
        try {
            return opening.of(file);
        } catch (IOException | RuntimeException unusable) {
            file.close();
            throw unusable;
        }
    }

    @Override
    public Optional<Content.Stored> find(TenantId tenant, Digest digest) {
        try {
            return Optional.of(new Content.Stored(digest, sizeOf(place(tenant, digest))));
        } catch (NoSuchFileException notSealed) {
            try {
                return Optional.of(new Content.Stored(digest, sizeOf(plainPlace(tenant, digest))));
            } catch (NoSuchFileException absent) {
                return Optional.empty();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Of the content, which is less than its file. */
    private static long sizeOf(Path file) throws IOException {
        long size = Files.size(file);
        return isSealed(file) ? SealedStream.plainBytes(size - HEAD_BYTES) : size;
    }

    private static boolean isSealed(Path file) {
        return file.toString().endsWith(ENDING);
    }

    private static Digest digestOf(Path file) {
        String name = file.getFileName().toString();
        return new Digest(isSealed(file) ? name.substring(0, name.length() - ENDING.length()) : name);
    }

    @Override
    public int sealPlain(int most) throws IOException {
        int sealed = 0;
        for (Path tenant : folders(root)) {
            if (!tenant.equals(incoming)) {
                for (Path folder : folders(tenant)) {
                    for (Path file : entries(folder)) {
                        if (!isSealed(file) && sealed < most) {
                            sealPlain(new TenantId(tenant.getFileName().toString()), digestOf(file));
                            sealed++;
                        }
                    }
                }
            }
        }
        return sealed;
    }

    /** As if it came again, but for its age. */
    private void sealPlain(TenantId tenant, Digest digest) throws IOException {
        Path plain = plainPlace(tenant, digest);
        Path part = incoming.resolve(Long.toString(names.incrementAndGet()));
        byte[] key = SealedStream.key();
        try (InputStream bytes = Files.newInputStream(plain)) {
            FileTime age = Files.getLastModifiedTime(plain);
            write(part, SealedStream.sealing(key, bytes));
            finish(part, vault.seal(tenant, Purpose.BLOB, digest.hex(), key));
            synchronized (this) {
                if (Files.exists(plain)) {
                    Files.setLastModifiedTime(part, age);
                    Files.move(part, place(tenant, digest), StandardCopyOption.ATOMIC_MOVE);
                    flushFolder(folder(tenant, digest));
                    Files.delete(plain);
                }
            }
        } catch (NoSuchFileException erased) {
            LOG.debug("{} was erased before it was sealed", plain);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    @Override
    public synchronized Optional<Content.Stored> renew(TenantId tenant, Digest digest) {
        Optional<Content.Stored> found = find(tenant, digest);
        if (found.isPresent()) {
            try {
                Files.setLastModifiedTime(file(tenant, digest), FileTime.from(clock.instant()));
            } catch (NoSuchFileException gone) {
                return Optional.empty();
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }
        return found;
    }

    @Override
    public void removeForgotten(Instant before, Unused unused) throws IOException {
        long size = 0;
        for (Path tenant : folders(root)) {
            if (!tenant.equals(incoming)) {
                for (Path folder : folders(tenant)) {
                    size += removeForgotten(new TenantId(tenant.getFileName().toString()), folder, before, unused);
                }
            }
        }
        total.set(size);
    }

    @Override
    public Bytes size() {
        return new Bytes(Math.max(0, total.get()));
    }

    @Override
    public Map<TenantId, Bytes> sizes() throws IOException {
        Map<TenantId, Bytes> sizes = new HashMap<>();
        for (Path tenant : folders(root)) {
            if (!tenant.equals(incoming)) {
                long size = 0;
                for (Path folder : folders(tenant)) {
                    for (Path file : entries(folder)) {
                        size += sizeIfThere(file);
                    }
                }
                sizes.put(new TenantId(tenant.getFileName().toString()), new Bytes(size));
            }
        }
        return sizes;
    }

    private static long sizeIfThere(Path file) throws IOException {
        try {
            return sizeOf(file);
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }

    @Override
    public Bytes unusedSize(TenantId tenant, Unused unused) throws IOException {
        long size = 0;
        for (Path folder : foldersOf(tenant)) {
            for (Idle each : idle(tenant, folder, unused)) {
                size += Math.max(LEAST_BYTES, each.bytes());
            }
        }
        return new Bytes(size);
    }

    private List<Path> foldersOf(TenantId tenant) throws IOException {
        Path place = root.resolve(tenant.value());
        return Files.isDirectory(place) ? folders(place) : List.of();
    }

    /** Content that nothing holds or refers to. */
    private record Idle(Digest digest, long bytes, Instant since) {}

    /** Whether it is held is asked before whether it is used: what lives may be recorded, and let go of, in between. */
    private List<Idle> idle(TenantId tenant, Path folder, Unused unused) throws IOException {
        Map<Digest, Idle> found = new HashMap<>();
        for (Path file : entries(folder)) {
            Digest digest = digestOf(file);
            if (!isHeld(tenant, digest)) {
                try {
                    Instant since = Files.getLastModifiedTime(file).toInstant();
                    found.put(digest, new Idle(digest, sizeOf(file), since));
                } catch (NoSuchFileException gone) {
                    LOG.debug("{} was erased meanwhile", file);
                }
            }
        }
        return found.isEmpty()
                ? List.of()
                : unused.of(tenant, Set.copyOf(found.keySet())).stream()
                        .map(found::get)
                        .toList();
    }

    private synchronized boolean isHeld(TenantId tenant, Digest digest) {
        return held.containsKey(new Key(tenant, digest));
    }

    /** Keeps no more of them in mind than must go, for there may be very many. */
    @Override
    public Bytes removeOldest(TenantId tenant, Instant before, Bytes much, Unused unused) throws IOException {
        PriorityQueue<Idle> oldest =
                new PriorityQueue<>(Comparator.comparing(Idle::since).reversed());
        long found = 0;
        for (Path folder : foldersOf(tenant)) {
            for (Idle each : idle(tenant, folder, unused)) {
                if (each.since().isBefore(before)) {
                    oldest.add(each);
                    found += each.bytes();
                }
                while (!oldest.isEmpty() && found - oldest.peek().bytes() >= much.count()) {
                    found -= oldest.remove().bytes();
                }
            }
        }
        long freed = 0;
        for (Idle each : oldest) {
            freed += dropIfOlder(tenant, each.digest(), before);
        }
        total.addAndGet(-freed);
        return new Bytes(freed);
    }

    private long removeForgotten(TenantId tenant, Path folder, Instant before, Unused unused) throws IOException {
        long size = 0;
        Set<Digest> old = new HashSet<>();
        for (Path file : entries(folder)) {
            Digest digest = digestOf(file);
            Optional<Content.Stored> found = find(tenant, digest);
            size += found.map(Content.Stored::sizeBytes).orElse(0L);
            if (found.isPresent() && !isHeld(tenant, digest) && isOlder(file, before)) {
                old.add(digest);
            }
        }
        if (!old.isEmpty()) {
            for (Digest digest : unused.of(tenant, old)) {
                size -= dropIfOlder(tenant, digest, before);
            }
        }
        return Math.max(0, size);
    }

    private synchronized long dropIfOlder(TenantId tenant, Digest digest, Instant before) throws IOException {
        Path file = file(tenant, digest);
        if (held.containsKey(new Key(tenant, digest)) || !isOlder(file, before)) {
            return 0;
        }
        long size = sizeOf(file);
        Files.delete(file);
        return size;
    }

    private static boolean isOlder(Path file, Instant before) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(before);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private static List<Path> folders(Path folder) throws IOException {
        return entries(folder).stream().filter(Files::isDirectory).toList();
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    @Override
    public synchronized void hold(TenantId tenant, Set<Digest> digests) {
        digests.forEach(each -> held.merge(new Key(tenant, each), 1, Integer::sum));
    }

    @Override
    public synchronized void release(TenantId tenant, Set<Digest> digests) {
        digests.forEach(each -> released(new Key(tenant, each)));
    }

    @Override
    public synchronized void claimed(TenantId tenant, List<Artifact> artifacts) {
        artifacts.forEach(each -> released(new Key(tenant, each.digest())));
    }

    private void released(Key key) {
        held.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
    }

    @Override
    public synchronized Bytes drop(TenantId tenant, Set<Digest> digests) {
        long freed = 0;
        for (Digest each : digests) {
            if (!held.containsKey(new Key(tenant, each))) {
                try {
                    long size =
                            find(tenant, each).map(Content.Stored::sizeBytes).orElse(0L);
                    Files.deleteIfExists(place(tenant, each));
                    Files.deleteIfExists(plainPlace(tenant, each));
                    total.addAndGet(-size);
                    freed += size;
                } catch (IOException kept) {
                    throw new UncheckedIOException(kept);
                }
            }
        }
        return new Bytes(freed);
    }

    private Path place(TenantId tenant, Digest digest) {
        return folder(tenant, digest).resolve(digest.hex() + ENDING);
    }

    private Path plainPlace(TenantId tenant, Digest digest) {
        return folder(tenant, digest).resolve(digest.hex());
    }

    /** Where it is, if it is there. */
    private Path file(TenantId tenant, Digest digest) {
        Path sealed = place(tenant, digest);
        return Files.exists(sealed) ? sealed : plainPlace(tenant, digest);
    }

    private Path folder(TenantId tenant, Digest digest) {
        return root.resolve(tenant.value()).resolve(digest.hex().substring(0, 2));
    }
}
