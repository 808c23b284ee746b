package freehold.control.dialect.gojudge;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.blob.BlobStore;
import freehold.control.world.World;
import freehold.leak.LeakWatch;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(LeakWatch.class)
final class FileStoreTest {
    private static final TenantId ANN = new TenantId("ann");
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private static StoredFile named(String name) {
        return new StoredFile(name, Digest.of(new byte[0]), 0, Optional.empty(), NOW);
    }

    @Test
    void long_names_make_room_for_one_another() throws Exception {
        try (World world = new World(folder)) {
            FileStore store = new FileStore(world.blobs, () -> NOW, new SecureRandom());

            for (int i = 0; i < 1_000; i++) {
                store.put(ANN, named(i + "x".repeat(4_000)));
            }

            long bytes =
                    store.list(ANN).values().stream().mapToLong(String::length).sum();
            assertThat(bytes)
                    .isBetween(FileStore.NAME_BYTES_OF_A_TENANT_MAX - 5_000, FileStore.NAME_BYTES_OF_A_TENANT_MAX);
        }
    }

    @Test
    void names_that_are_gone_take_no_room() throws Exception {
        try (World world = new World(folder)) {
            FileStore store = new FileStore(world.blobs, () -> NOW, new SecureRandom());
            String first = store.put(ANN, named("first"));

            for (int i = 0; i < 1_000; i++) {
                store.remove(ANN, store.put(ANN, named("x".repeat(4_000))));
            }

            assertThat(store.list(ANN)).containsOnlyKeys(first);
        }
    }

    private static String sent(FileStore store, String name, int bytes) {
        return ((FileStore.Sent.Kept) store.put(ANN, name, new byte[bytes])).id();
    }

    /** A store of which each renewal is told. */
    private static BlobStore telling(BlobStore store, Runnable renewal) {
        return (BlobStore) Proxy.newProxyInstance(
                FileStoreTest.class.getClassLoader(), new Class<?>[] {BlobStore.class}, (_, method, arguments) -> {
                    if (method.getName().equals("renew")) {
                        renewal.run();
                    }
                    return method.invoke(store, arguments);
                });
    }

    @Test
    void nobody_waits_for_a_database_that_renews_the_file_of_another() throws Exception {
        CountDownLatch renewing = new CountDownLatch(1);
        CountDownLatch confirmed = new CountDownLatch(1);
        try (World world = new World(folder)) {
            FileStore store = new FileStore(
                    telling(world.blobs, () -> {
                        renewing.countDown();
                        awaitUninterrupted(confirmed);
                    }),
                    () -> NOW,
                    new SecureRandom());
            String hers = sent(store, "hers", 1);
            Thread finding = Thread.startVirtualThread(() -> store.find(ANN, hers));
            renewing.await();

            var others =
                    CompletableFuture.supplyAsync(() -> store.list(new TenantId("bob")), Thread::startVirtualThread);

            assertThat(others.orTimeout(20, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(30));
            confirmed.countDown();
            finding.join();
        } finally {
            confirmed.countDown();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_content_that_a_job_names_often_is_renewed_once() throws Exception {
        AtomicInteger renewals = new AtomicInteger();
        try (World world = new World(folder)) {
            FileStore store =
                    new FileStore(telling(world.blobs, renewals::incrementAndGet), () -> NOW, new SecureRandom());
            String one = sent(store, "one", 1);
            String same = sent(store, "same", 1);
            String other = sent(store, "other", 2);
            JobFiles files = new JobFiles(ANN, store);

            for (int i = 0; i < 1_000; i++) {
                assertThat(files.find(one)).isPresent();
                assertThat(files.find(same)).isPresent();
                assertThat(files.find(other)).isPresent();
            }

            assertThat(renewals).hasValue(2);
        }
    }
}
