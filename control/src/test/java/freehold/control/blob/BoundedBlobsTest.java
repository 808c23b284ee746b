package freehold.control.blob;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.blob.BlobStore.Offered;
import freehold.control.vault.TenantVault;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.refusal.Conflict;
import freehold.refusal.Unavailable;
import freehold.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class BoundedBlobsTest {
    private static final TenantId ANN = new TenantId("ann");
    private static final TenantId BOB = new TenantId("bob");
    private static final int MOST = 1 << 20;

    @TempDir
    private Path folder;

    private final Set<Digest> used = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Optional<Bytes>> free = new AtomicReference<>(Optional.empty());
    private FileBlobs store;
    private BoundedBlobs blobs;

    @BeforeEach
    void open() throws IOException {
        store = new FileBlobs(folder.resolve("blobs"), InstantSource.system(), TenantVault.passing());
        blobs = new BoundedBlobs(store, this::unused, free::get, new Bytes(MOST));
    }

    private Set<Digest> unused(TenantId tenant, Set<Digest> digests) {
        Set<Digest> unused = new HashSet<>(digests);
        unused.removeAll(used);
        return unused;
    }

    private static byte[] content(int number, int size) {
        byte[] content = new byte[size];
        content[0] = (byte) number;
        return content;
    }

    private Offered offer(TenantId tenant, byte[] content) throws IOException {
        return blobs.offer(tenant, Digest.of(content), new ByteArrayInputStream(content));
    }

    private static boolean isFull(Offered offered) {
        return offered instanceof Offered.Declined(var refusal) && refusal instanceof Conflict;
    }

    @Test
    void what_nobody_uses_takes_no_more_than_its_bound_of_each_tenant_alone() throws Exception {
        assertThat(offer(ANN, content(1, MOST / 2))).isInstanceOf(Offered.Kept.class);
        byte[] more = content(2, MOST / 2 + 1);

        assertThat(isFull(offer(ANN, more))).isTrue();

        assertThat(store.find(ANN, Digest.of(more))).isEmpty();
        assertThat(offer(BOB, more)).isInstanceOf(Offered.Kept.class);
    }

    @Test
    void what_is_used_or_held_does_not_count_and_what_was_there_before_does() throws Exception {
        used.add(Digest.of(content(1, MOST)));
        store.offer(ANN, Digest.of(content(1, MOST)), new ByteArrayInputStream(content(1, MOST)));
        store.put(ANN, new ByteArrayInputStream(content(2, MOST)));
        store.offer(ANN, Digest.of(content(3, MOST / 2)), new ByteArrayInputStream(content(3, MOST / 2)));

        assertThat(isFull(offer(ANN, content(4, MOST / 2 + 1)))).isTrue();
        assertThat(offer(ANN, content(5, MOST / 4))).isInstanceOf(Offered.Kept.class);
    }

    @Test
    void room_comes_back_when_an_execution_refers_to_what_was_sent() throws Exception {
        offer(ANN, content(1, MOST / 2));
        boolean before = isFull(offer(ANN, content(2, MOST / 2 + 1)));

        used.add(Digest.of(content(1, MOST / 2)));
        while (isFull(offer(ANN, content(2, MOST / 2 + 1)))) {
            Thread.onSpinWait(); // counted again in a moment
        }

        assertThat(before).isTrue();
    }

    @Test
    void many_that_come_at_one_time_take_no_more_than_one_after_the_other() throws Exception {
        int many = 16;
        int size = MOST / 4 - (int) BlobStore.LEAST_BYTES;
        CyclicBarrier together = new CyclicBarrier(many);
        List<Future<Offered>> offers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < many; i++) {
                byte[] content = content(i, size);
                offers.add(threads.submit(() -> {
                    together.await();
                    return blobs.offer(ANN, Digest.of(content), new Slow(new ByteArrayInputStream(content)));
                }));
            }
        }

        int kept = 0;
        for (Future<Offered> each : offers) {
            kept += each.get() instanceof Offered.Kept ? 1 : 0;
        }
        assertThat(kept).isLessThanOrEqualTo(4);
        assertThat(store.unusedSize(ANN, this::unused)).isLessThanOrEqualTo(new Bytes(MOST));
        assertThat(folder.resolve("blobs/.incoming")).isEmptyDirectory();
    }

    /** Content that comes in small pieces, so that all are under way together. */
    private static final class Slow extends InputStream {
        private final InputStream in;

        Slow(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            LockSupport.parkNanos(1); // so that others come between
            return in.read(bytes, offset, Math.min(length, 4_096));
        }
    }

    @Test
    void what_is_there_already_is_taken_again_by_who_has_no_room_and_nothing_else_under_its_name() throws Exception {
        byte[] known = content(1, MOST - (int) BlobStore.LEAST_BYTES);
        offer(ANN, known);

        assertThat(offer(ANN, known)).isInstanceOf(Offered.Kept.class);
        assertThat(blobs.offer(ANN, Digest.of(known), new ByteArrayInputStream(content(2, 9))))
                .isEqualTo(new Offered.Other());
        assertThat(offer(ANN, known)).isInstanceOf(Offered.Kept.class);
    }

    @Test
    void the_last_of_the_storage_is_not_for_uploads() throws Exception {
        free.set(Optional.of(new Bytes(BoundedBlobs.ROOM_LEFT.count() - 1)));
        Offered declined = offer(ANN, content(1, 9));
        free.set(Optional.of(BoundedBlobs.ROOM_LEFT));

        assertThat(declined)
                .isInstanceOfSatisfying(
                        Offered.Declined.class,
                        each -> assertThat(each.refusal()).isInstanceOf(Unavailable.class));
        assertThat(offer(ANN, content(1, 9))).isInstanceOf(Offered.Kept.class);
    }

    @Test
    void small_uploads_count_as_what_their_files_take() throws Exception {
        int kept = 0;
        while (!isFull(offer(ANN, new byte[] {(byte) kept, (byte) (kept >> 8)}))) {
            kept++;
        }

        assertThat(kept).isLessThanOrEqualTo(MOST / (int) BlobStore.LEAST_BYTES);
    }
}
