package freehold.wire.cluster;

import freehold.execution.Content;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import freehold.wire.bus.Bus;
import freehold.wire.bus.NoAnswer;
import freehold.wire.link.Blobs;
import freehold.wire.pace.Pace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Content that controls keep, for a worker: fetched once and kept in a folder, for each tenant apart. What was fetched is checked against
 * its digest before anybody sees it. What is kept is not sealed, and goes when its tenant is to be forgotten, when nobody has used it for an
 * hour (for a worker may not hear what it is to forget), and when it comes to more than the folder may hold, whatever was used longest ago
 * first.
 */
public final class BusBlobs implements Blobs, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BusBlobs.class);
    private static final Duration AGE_MAX = Duration.ofHours(1);
    private static final Duration LOOK = Duration.ofMinutes(5);
    private static final String PART = ".part"; // no tenant is called so
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 4;

    private final Bus bus;
    private final Path folder;
    private final long bytesMax;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, ReentrantLock> fetching = new ConcurrentHashMap<>();
    private final AtomicLong forgotten = new AtomicLong(); // how often a tenant was
    private final Pace.Beat aging;

    /**
     * Content from those who listen.
     *
     * @param folder which nobody else writes to
     */
    public BusBlobs(Bus bus, Path folder, long bytesMax) throws IOException {
        this(bus, folder, bytesMax, InstantSource.system());
    }

    BusBlobs(Bus bus, Path folder, long bytesMax, InstantSource clock) throws IOException {
        this.bus = bus;
        this.clock = clock;
        this.folder = Files.createDirectories(folder);
        this.bytesMax = bytesMax;
        remove(name -> name.startsWith(PART)); // of a process before this one
        this.aging = Pace.REAL.every("blob-age", LOOK, this::removeUnused);
    }

    private interface Answered<T> {
        T read(byte[] answer) throws Malformed;
    }

    private <T> T ask(String subject, BlobQuestion question, Answered<T> reader) throws IOException {
        byte[] message = question.message();
        for (int attempt = 1; ; attempt++) {
            try {
                return reader.read(bus.ask(subject, message, PATIENCE));
            } catch (NoAnswer again) {
                if (attempt == ATTEMPTS) {
                    throw new IOException("no control answers about stored content", again);
                }
            } catch (Malformed wrong) {
                throw new IOException(wrong);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException(interrupted);
            }
        }
    }

    @Override
    public Content.Stored put(TenantId tenant, InputStream bytes) throws IOException {
        byte[] first = bytes.readNBytes(BusLink.PART_MAX);
        byte[] next = first.length < BusLink.PART_MAX ? new byte[0] : bytes.readNBytes(BusLink.PART_MAX);
        if (next.length == 0) {
            return ask(Subjects.BLOBS, new BlobQuestion.Store(tenant, first), BusBlobs::stored);
        }
        String control = ask(Subjects.BLOBS, new BlobQuestion.Begin(), answer -> Reading.whole(answer, Reading::text));
        String subject = Subjects.uploads(control);
        String upload = UUID.randomUUID().toString();
        long offset = 0;
        for (byte[] part = first; part.length > 0; ) {
            ask(subject, new BlobQuestion.Part(upload, offset, part), answer -> Reading.whole(answer, Reading::number));
            offset += part.length;
            part = next;
            next = part.length == 0 ? part : bytes.readNBytes(BusLink.PART_MAX);
        }
        return ask(subject, new BlobQuestion.End(upload, tenant), BusBlobs::stored);
    }

    private static Content.Stored stored(byte[] answer) throws Malformed {
        return Reading.whole(answer, in -> new Content.Stored(in.digest(), in.number()));
    }

    @Override
    public Optional<InputStream> open(TenantId tenant, Digest digest) throws IOException {
        Path place = folder.resolve(name(tenant, digest));
        ReentrantLock one = fetching.computeIfAbsent(place.toString(), _ -> new ReentrantLock());
        one.lock(); // whoever else wants it waits, and finds it there
        try {
            Optional<InputStream> kept = kept(place);
            long before = forgotten.get();
            if (kept.isPresent()) {
                return kept;
            }
            Optional<InputStream> fetched = fetch(tenant, digest, place);
            if (forgotten.get() != before) { // it may be what is to be forgotten, fetched just before that
                Files.deleteIfExists(place);
            }
            return fetched;
        } finally {
            one.unlock();
            fetching.remove(place.toString(), one);
        }
    }

    private Optional<InputStream> kept(Path place) throws IOException {
        InputStream bytes;
        try {
            bytes = Files.newInputStream(place);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
        try {
            Files.setLastModifiedTime(place, FileTime.from(clock.instant()));
            return Optional.of(bytes);
        } catch (NoSuchFileException evicted) {
            return Optional.of(bytes); // whoever has it open goes on reading it
        } catch (IOException | RuntimeException failed) {
            bytes.close();
            throw failed;
        }
    }

    @Override
    public void forget(TenantId tenant) {
        forgotten.incrementAndGet();
        int length = name(tenant, Digest.of(new byte[0])).length();
        try {
            remove(name -> name.length() == length && name.startsWith(tenant.value() + "-"));
        } catch (IOException left) {
            LOG.error("What was fetched for {} could not be removed; it goes when it is an hour old", tenant, left);
        }
    }

    private static String name(TenantId tenant, Digest digest) {
        return tenant.value() + "-" + digest.hex();
    }

    private void remove(Predicate<String> names) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                folder, file -> names.test(file.getFileName().toString()))) {
            for (Path each : files) {
                Files.deleteIfExists(each);
            }
        }
    }

    private boolean removeUnused() {
        Instant limit = clock.instant().minus(AGE_MAX);
        try {
            for (Kept each : all()) {
                if (each.usedAt().isBefore(limit)) {
                    Files.deleteIfExists(each.file());
                }
            }
        } catch (IOException | UncheckedIOException left) {
            LOG.error("What was fetched and is not used any more could not be removed", left);
        }
        return true;
    }

    private List<Kept> all() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.flatMap(file -> Kept.of(file).stream())
                    .sorted(Comparator.comparing(Kept::usedAt))
                    .toList();
        }
    }

    @Override
    public void close() {
        aging.close();
    }

    @SuppressWarnings("ArrayRecordComponent") // written out once, compared by nobody
    private record Piece(long size, byte[] bytes) {}

    private static Optional<Piece> piece(byte[] answer) throws Malformed {
        return answer.length == 0
                ? Optional.empty()
                : Optional.of(Reading.whole(answer, in -> new Piece(in.number(), in.bytes())));
    }

    private Optional<InputStream> fetch(TenantId tenant, Digest digest, Path place) throws IOException {
        Path part = Files.createTempFile(folder, PART, "");
        MessageDigest sum = Digest.sha256();
        try {
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(part), sum)) {
                long offset = 0;
                long size;
                do {
                    Optional<Piece> piece =
                            ask(Subjects.BLOBS, new BlobQuestion.Read(tenant, digest, offset), BusBlobs::piece);
                    if (piece.isEmpty()) {
                        return Optional.empty();
                    }
                    out.write(piece.get().bytes());
                    size = piece.get().size();
                    offset += piece.get().bytes().length;
                    if (piece.get().bytes().length == 0 && offset < size) {
                        throw new IOException("stored content ended at " + offset + " of " + size);
                    }
                } while (offset < size);
            }
            if (!HexFormat.of().formatHex(sum.digest()).equals(digest.hex())) {
                throw new IOException("what was fetched is not " + digest);
            }
            InputStream bytes = Files.newInputStream(part); // under its name it may be gone again before it is opened
            try {
                Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
                makeRoom(place);
                return Optional.of(bytes);
            } catch (IOException | RuntimeException failed) {
                bytes.close();
                throw failed;
            }
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void makeRoom(Path newest) throws IOException {
        List<Kept> all = all().stream().filter(each -> !each.isPart()).toList();
        long total = all.stream().mapToLong(Kept::size).sum();
        for (Kept each : all) {
            if (total <= bytesMax) {
                return;
            }
            if (!each.file().equals(newest)) {
                Files.deleteIfExists(each.file()); // whoever has it open goes on reading it
                total -= each.size();
            }
        }
    }

    private record Kept(Path file, long size, Instant usedAt) {
        boolean isPart() {
            return file.getFileName().toString().startsWith(PART);
        }

        static Optional<Kept> of(Path file) {
            try {
                return Optional.of(new Kept(
                        file, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
            } catch (IOException gone) {
                return Optional.empty();
            }
        }
    }
}
