package freehold.wire.cluster;

import freehold.execution.Content;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import freehold.wire.bus.Bus;
import freehold.wire.bus.NoAnswer;
import freehold.wire.link.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Content that controls keep, for a worker: fetched once and kept in a folder, for each tenant apart. What was fetched is checked against
 * its digest before anybody sees it. What is kept goes when it comes to more than the folder may hold, whatever was used longest ago first.
 */
public final class BusBlobs implements Blobs {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 4;

    private final Bus bus;
    private final Path folder;
    private final long bytesMax;
    private final ConcurrentHashMap<String, ReentrantLock> fetching = new ConcurrentHashMap<>();

    /**
     * Content from those who listen.
     *
     * @param folder which nobody else writes to
     */
    public BusBlobs(Bus bus, Path folder, long bytesMax) throws IOException {
        this.bus = bus;
        this.folder = Files.createDirectories(folder);
        this.bytesMax = bytesMax;
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
        Path place = folder.resolve(tenant.value() + "-" + digest.hex());
        ReentrantLock one = fetching.computeIfAbsent(place.toString(), _ -> new ReentrantLock());
        one.lock(); // whoever else wants it waits, and finds it there
        try {
            Optional<InputStream> kept = kept(place);
            if (kept.isPresent() || !fetch(tenant, digest, place)) {
                return kept;
            }
            return kept(place);
        } finally {
            one.unlock();
            fetching.remove(place.toString(), one);
        }
    }

    private static Optional<InputStream> kept(Path place) throws IOException {
        try {
            InputStream bytes = Files.newInputStream(place);
            Files.setLastModifiedTime(place, FileTime.from(Instant.now()));
            return Optional.of(bytes);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // written out once, compared by nobody
    private record Piece(long size, byte[] bytes) {}

    private static Optional<Piece> piece(byte[] answer) throws Malformed {
        return answer.length == 0
                ? Optional.empty()
                : Optional.of(Reading.whole(answer, in -> new Piece(in.number(), in.bytes())));
    }

    private boolean fetch(TenantId tenant, Digest digest, Path place) throws IOException {
        Path part = Files.createTempFile(folder, "part", "");
        MessageDigest sum = Digest.sha256();
        try {
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(part), sum)) {
                long offset = 0;
                long size;
                do {
                    Optional<Piece> piece =
                            ask(Subjects.BLOBS, new BlobQuestion.Read(tenant, digest, offset), BusBlobs::piece);
                    if (piece.isEmpty()) {
                        return false;
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
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
            makeRoom(place);
            return true;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void makeRoom(Path newest) throws IOException {
        List<Kept> all;
        try (Stream<Path> files = Files.list(folder)) {
            all = files.flatMap(file -> Kept.of(file).stream())
                    .sorted(Comparator.comparing(Kept::usedAt))
                    .toList();
        }
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
