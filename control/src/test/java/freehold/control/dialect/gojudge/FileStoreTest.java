package freehold.control.dialect.gojudge;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.world.World;
import freehold.leak.LeakWatch;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
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
}
