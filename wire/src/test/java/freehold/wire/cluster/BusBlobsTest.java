package freehold.wire.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.execution.Content;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import freehold.wire.bus.MemoryBus;
import freehold.wire.link.Blobs;
import freehold.wire.link.BlobsContract;
import freehold.wire.link.KeptBlobs;
import freehold.wire.link.Tail;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
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
    private volatile Tick tick = () -> {};
    private BlobDesk desk;
    private BusBlobs blobs;

    /** What control has. */
    private static final class Kept implements KeptBlobs {
        private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
        private final AtomicInteger opened = new AtomicInteger();
        private final AtomicLong given = new AtomicLong();
        private volatile Runnable asked = () -> {};

        @Override
        public Content.Stored put(TenantId tenant, InputStream bytes) throws IOException {
            byte[] all = bytes.readAllBytes();
            stored.put(tenant + " " + Digest.of(all), all);
            return new Content.Stored(Digest.of(all), all.length);
        }

        @Override
        public Optional<InputStream> open(TenantId tenant, Digest digest) {
            return open(tenant, digest, 0).map(Tail::bytes);
        }

        @Override
        public Optional<Tail> open(TenantId tenant, Digest digest, long offset) {
            opened.incrementAndGet();
            asked.run();
            return Optional.ofNullable(stored.get(tenant + " " + digest))
                    .map(all -> new Tail(all.length, counted(all, (int) offset)));
        }

        private InputStream counted(byte[] all, int offset) {
            return new FilterInputStream(new ByteArrayInputStream(all, offset, all.length - offset)) {
                @Override
                public int read(byte[] into, int at, int most) throws IOException {
                    int count = super.read(into, at, most);
                    given.addAndGet(Math.max(0, count));
                    return count;
                }
            };
        }
    }

    @BeforeEach
    void open() throws IOException {
        desk = new BlobDesk(bus, "ctl_1", kept, folder.resolve("parts"));
        blobs = new BusBlobs(bus, folder.resolve("kept"), 3 << 20, this::now);
    }

    private Instant now() {
        try {
            tick.happens();
            return Instant.now();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What happens when it is asked what time it is, as between the opening of a file and the note that it was used. */
    private interface Tick {
        void happens() throws IOException;
    }

    @AfterEach
    void close() {
        blobs.close();
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
    void each_byte_of_what_is_fetched_is_read_once() throws Exception {
        byte[] large = new byte[5 * BusLink.PART_MAX + 7];
        Content.Stored stored = kept.put(ANN, new ByteArrayInputStream(large));

        assertThat(read(blobs.open(ANN, stored.digest()))).hasSize(large.length);

        assertThat(kept.given).hasValue(large.length);
    }

    @Test
    void what_ends_with_a_part_is_fetched_whole() throws Exception {
        byte[] large = new byte[2 * BusLink.PART_MAX];
        Content.Stored stored = kept.put(ANN, new ByteArrayInputStream(large));

        assertThat(read(blobs.open(ANN, stored.digest()))).isEqualTo(large);
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

    private List<String> inFolder() throws IOException {
        try (var files = Files.list(folder.resolve("kept"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void what_a_tenant_had_goes_at_once_and_what_others_have_stays() throws Exception {
        TenantId similar = new TenantId("ann-b");
        Content.Stored hers = kept.put(ANN, new ByteArrayInputStream(new byte[10]));
        Content.Stored other = kept.put(similar, new ByteArrayInputStream(new byte[11]));
        read(blobs.open(ANN, hers.digest()));
        read(blobs.open(similar, other.digest()));

        blobs.forget(ANN);

        assertThat(inFolder()).containsExactly("ann-b-" + other.digest().hex());
    }

    @Test
    void what_is_fetched_while_its_tenant_is_forgotten_is_given_out_and_not_kept() throws Exception {
        Content.Stored stored = kept.put(ANN, new ByteArrayInputStream(new byte[10]));
        kept.asked = () -> blobs.forget(ANN);

        byte[] fetched = read(blobs.open(ANN, stored.digest()));

        assertThat(fetched).hasSize(10);
        assertThat(inFolder()).isEmpty();
    }

    @Test
    void what_nobody_has_used_for_an_hour_goes_and_so_does_what_a_process_before_left_half_fetched() throws Exception {
        Content.Stored old = kept.put(ANN, new ByteArrayInputStream(new byte[10]));
        Content.Stored used = kept.put(ANN, new ByteArrayInputStream(new byte[11]));
        read(blobs.open(ANN, old.digest()));
        read(blobs.open(ANN, used.digest()));
        Path place = folder.resolve("kept").resolve("ann-" + old.digest().hex());
        Files.setLastModifiedTime(place, FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));
        Files.write(folder.resolve("kept").resolve(".part77"), new byte[12]);

        try (BusBlobs _ = new BusBlobs(bus, folder.resolve("kept"), 3 << 20)) {
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (inFolder().size() > 1 && System.nanoTime() < end) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        }

        assertThat(inFolder()).containsExactly("ann-" + used.digest().hex());
    }

    /** In a folder that has no room for either. */
    @Test
    void two_that_fetch_leave_each_other_what_they_have_begun() throws Exception {
        List<Digest> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(kept.put(ANN, new ByteArrayInputStream(new byte[] {(byte) i}))
                    .digest());
        }
        try (BusBlobs small = new BusBlobs(bus, folder.resolve("small"), 1);
                ExecutorService readers = Executors.newFixedThreadPool(2)) {
            List<Future<?>> both = new ArrayList<>();
            for (int reader = 0; reader < 2; reader++) {
                both.add(readers.submit(() -> {
                    for (int i = 0; i < 500; i++) {
                        assertThat(read(small.open(ANN, all.get(i % all.size()))))
                                .hasSize(1);
                    }
                    return true;
                }));
            }
            for (Future<?> each : both) {
                each.get();
            }
        }
    }

    @Test
    void what_is_evicted_while_it_is_opened_is_given_out_and_leaves_no_file_open() throws Exception {
        Content.Stored stored = kept.put(ANN, new ByteArrayInputStream(new byte[10]));
        Path place = folder.resolve("kept").resolve("ann-" + stored.digest().hex());
        read(blobs.open(ANN, stored.digest()));
        tick = () -> Files.deleteIfExists(place);

        byte[] opened = read(blobs.open(ANN, stored.digest()));

        assertThat(opened).hasSize(10);
        assertThat(kept.opened).hasValue(1);
        assertThat(openBelow(folder.resolve("kept"))).isEmpty();
    }

    @Test
    void what_cannot_be_touched_leaves_no_file_open() throws Exception {
        Content.Stored stored = kept.put(ANN, new ByteArrayInputStream(new byte[10]));
        read(blobs.open(ANN, stored.digest()));
        tick = () -> {
            throw new IOException("a clock that fails");
        };

        assertThatThrownBy(() -> blobs.open(ANN, stored.digest())).isInstanceOf(UncheckedIOException.class);

        assertThat(openBelow(folder.resolve("kept"))).isEmpty();
    }

    private static List<Path> openBelow(Path below) throws IOException {
        List<Path> open = new ArrayList<>();
        try (var all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path each : all) {
                try {
                    Path file = Files.readSymbolicLink(each);
                    if (file.startsWith(below)) {
                        open.add(file);
                    }
                } catch (NoSuchFileException _) {
                    // the one that lists them
                }
            }
        }
        return open;
    }

    @Test
    void an_upload_cannot_leave_its_folder() throws Exception {
        byte[] question = new BlobQuestion.Part("../../x", 0, new byte[1]).message();

        assertThatThrownBy(() -> bus.ask(Subjects.uploads("ctl_1"), question, Duration.ofMillis(300)))
                .hasMessageContaining("no answer");
        assertThat(Files.exists(folder.resolve("x"))).isFalse();
    }
}
