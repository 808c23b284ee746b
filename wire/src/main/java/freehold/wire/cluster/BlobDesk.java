package freehold.wire.cluster;

import freehold.execution.Content;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import freehold.wire.bus.Bus;
import freehold.wire.link.KeptBlobs;
import freehold.wire.link.Tail;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives stored content to workers, and takes theirs; any control does, for what is kept is the same to all. */
public final class BlobDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BlobDesk.class);
    private static final byte[] NONE = {};
    private static final long UPLOAD_BYTES_MAX = 4L << 30;
    private static final int ENDED_MAX = 1_000;
    private static final Duration PART_AGE_MAX = Duration.ofHours(1);

    private final String control;
    private final KeptBlobs blobs;
    private final Path folder;
    private final List<Bus.Ear> ears;
    private final Map<String, byte[]> ended = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > ENDED_MAX;
        }
    });

    /**
     * Begins to answer.
     *
     * @param folder for what comes in parts, until it is whole
     */
    public BlobDesk(Bus bus, String control, KeptBlobs blobs, Path folder) throws IOException {
        this.control = control;
        this.blobs = blobs;
        this.folder = Files.createDirectories(folder);
        removeOlderThan(Duration.ZERO);
        this.ears = List.of(
                bus.share(Subjects.BLOBS, "controls", this::answer),
                bus.share(Subjects.uploads(control), control, this::answer));
    }

    /** Whoever gets no answer asks again. */
    private Optional<byte[]> answer(byte[] message) {
        try {
            return Optional.of(
                    switch (BlobQuestion.read(message)) {
                        case BlobQuestion.Read(var tenant, var digest, long offset) -> read(tenant, digest, offset);
                        case BlobQuestion.Store(var tenant, byte[] content) ->
                            store(tenant, new ByteArrayInputStream(content));
                        case BlobQuestion.Begin() -> {
                            removeOlderThan(PART_AGE_MAX);
                            yield new Writing().text(control).done();
                        }
                        case BlobQuestion.Part(String upload, long offset, byte[] content) ->
                            keep(upload, offset, content);
                        case BlobQuestion.End(String upload, var tenant) -> end(upload, tenant);
                    });
        } catch (Malformed wrong) {
            LOG.warn("A worker asked what is no question: {}", wrong.getMessage());
        } catch (IOException | RuntimeException failed) {
            LOG.warn("A worker's content could not be read or stored", failed);
        }
        return Optional.empty();
    }

    private byte[] read(TenantId tenant, Digest digest, long offset) throws IOException {
        Optional<Tail> found = blobs.open(tenant, digest, offset);
        if (found.isEmpty()) {
            return NONE;
        }
        try (InputStream bytes = found.get().bytes()) {
            return new Writing()
                    .number(found.get().sizeBytes())
                    .bytes(bytes.readNBytes(BusLink.PART_MAX))
                    .done();
        }
    }

    private byte[] store(TenantId tenant, InputStream content) throws IOException {
        Content.Stored stored = blobs.put(tenant, content);
        return new Writing().digest(stored.digest()).number(stored.sizeBytes()).done();
    }

    /** What a worker began to send and does not go on with. */
    private void removeOlderThan(Duration age) throws IOException {
        Instant limit = Instant.now().minus(age);
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder)) {
            for (Path part : parts) {
                if (!Files.getLastModifiedTime(part).toInstant().isAfter(limit)) {
                    Files.deleteIfExists(part);
                }
            }
        }
    }

    private Path place(String upload) {
        return folder.resolve(UUID.fromString(upload).toString());
    }

    private byte[] keep(String upload, long offset, byte[] content) throws IOException {
        try (FileChannel file = FileChannel.open(place(upload), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (offset < 0 || offset > file.size() || offset + content.length > UPLOAD_BYTES_MAX) {
                throw new IOException("a part at " + offset + " of what has " + file.size());
            }
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                file.write(left, offset + left.position());
            }
            return new Writing().number(file.size()).done();
        }
    }

    private byte[] end(String upload, TenantId tenant) throws IOException {
        byte[] before = ended.get(upload);
        if (before != null) {
            return before; // the answer was lost
        }
        try (InputStream content = Files.newInputStream(place(upload))) {
            byte[] answer = store(tenant, content);
            ended.put(upload, answer);
            Files.deleteIfExists(place(upload));
            return answer;
        } catch (NoSuchFileException gone) {
            throw new IOException("an upload that this control does not have", gone);
        }
    }

    @Override
    public void close() {
        ears.forEach(Bus.Ear::close);
    }
}
