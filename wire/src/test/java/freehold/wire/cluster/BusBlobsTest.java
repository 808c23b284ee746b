package freehold.wire.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.execution.Content;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import freehold.wire.bus.MemoryBus;
import freehold.wire.link.Blobs;
import freehold.wire.link.BlobsContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BusBlobsTest extends BlobsContract {
    private static final TenantId ANN = new TenantId("ann");

    @TempDir
    private Path folder;

    private final MemoryBus bus = new MemoryBus();
    private final Kept kept = new Kept();
    private BlobDesk desk;
    private BusBlobs blobs;

    /** What control has. */
    private static final class Kept implements Blobs {
        private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
        private final AtomicInteger opened = new AtomicInteger();

        @Override
        public Content.Stored put(TenantId tenant, InputStream bytes) throws IOException {
            byte[] all = bytes.readAllBytes();
            stored.put(tenant + " " + Digest.of(all), all);
            return new Content.Stored(Digest.of(all), all.length);
        }

        @Override
        public Optional<InputStream> open(TenantId tenant, Digest digest) {
            opened.incrementAndGet();
            return Optional.ofNullable(stored.get(tenant + " " + digest)).map(ByteArrayInputStream::new);
        }
    }

    @BeforeEach
    void open() throws IOException {
        desk = new BlobDesk(bus, "ctl_1", kept, folder.resolve("parts"));
        blobs = new BusBlobs(bus, folder.resolve("kept"), 3 << 20);
    }

    @AfterEach
    void close() {
        desk.close();
        bus.close();
    }

    @Override
    protected Blobs blobs() {
        return blobs;
    }

    private static byte[] read(Optional<InputStream> content) throws IOException {
        try (InputStream bytes = content.orElseThrow()) {
            return bytes.readAllBytes();
        }
    }

    @Test
    void large_content_goes_both_ways_in_parts_and_leaves_none_behind() throws Exception {
        byte[] large = new byte[2_000_001];
        large[large.length - 1] = 1;

        Content.Stored stored = blobs.put(ANN, new ByteArrayInputStream(large));

        assertThat(stored).isEqualTo(new Content.Stored(Digest.of(large), large.length));
        assertThat(read(blobs.open(ANN, stored.digest()))).isEqualTo(large);
        try (var left = Files.list(folder.resolve("parts"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void content_is_fetched_once() throws Exception {
        Content.Stored stored = blobs.put(ANN, new ByteArrayInputStream(new byte[10]));

        read(blobs.open(ANN, stored.digest()));
        read(blobs.open(ANN, stored.digest()));

        assertThat(kept.opened).hasValue(1);
    }

    @Test
    void what_does_not_have_its_digest_is_never_given_out() {
        Digest digest = Digest.of(new byte[] {1});
        kept.stored.put(ANN + " " + digest, new byte[] {2});

        assertThatThrownBy(() -> blobs.open(ANN, digest)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> blobs.open(ANN, digest)).isInstanceOf(IOException.class);
    }

    @Test
    void the_folder_holds_no_more_than_it_may() throws Exception {
        for (int i = 0; i < 5; i++) {
            byte[] content = new byte[1 << 20];
            content[0] = (byte) i;
            Content.Stored stored = kept.put(ANN, new ByteArrayInputStream(content));
            assertThat(read(blobs.open(ANN, stored.digest()))).isEqualTo(content);
        }

        try (var files = Files.list(folder.resolve("kept"))) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void an_upload_cannot_leave_its_folder() throws Exception {
        byte[] question = new BlobQuestion.Part("../../x", 0, new byte[1]).message();

        assertThatThrownBy(() -> bus.ask(Subjects.uploads("ctl_1"), question, Duration.ofMillis(300)))
                .hasMessageContaining("no answer");
        assertThat(Files.exists(folder.resolve("x"))).isFalse();
    }
}
