package freehold.control.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.retention.Uploads.Unused;
import freehold.control.vault.TenantVault;
import freehold.control.vault.Vault;
import freehold.execution.Artifact;
import freehold.execution.Content;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import freehold.wire.link.KeptBlobs;
import freehold.wire.link.KeptBlobsContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileBlobsTest extends KeptBlobsContract {
    private static final TenantId ANN = new TenantId("ann");
    private static final TenantId BOB = new TenantId("bob");
    private static final Digest HELLO = new Digest("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");

    private static final Vault VAULT = TenantVault.passing();

    @TempDir
    private Path folder;

    private FileBlobs blobs;

    @BeforeEach
    void open() throws IOException {
        blobs = new FileBlobs(folder.resolve("blobs"), InstantSource.system(), VAULT);
    }

    @Override
    protected KeptBlobs blobs() {
        return blobs;
    }

    @Override
    protected void spoilBeginning(TenantId tenant, Content.Stored stored) throws IOException {
        String hex = stored.digest().hex();
        Path file = folder.resolve("blobs")
                .resolve(tenant.value())
                .resolve(hex.substring(0, 2))
                .resolve(hex + FileBlobs.ENDING);
        byte[] all = Files.readAllBytes(file);
        all[Vault.OVERHEAD + 32] ^= 1; // behind the key
        Files.write(file, all);
    }

    private static InputStream hello() {
        return new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void what_is_known_of_content_is_its_tenants() throws Exception {
        Content.Stored stored = blobs.put(ANN, hello());

        assertThat(blobs.find(ANN, HELLO)).contains(stored);
        assertThat(blobs.find(BOB, HELLO)).isEmpty();
    }

    @Test
    void what_is_forgotten_is_removed_and_what_is_held_used_or_asked_for_again_is_not() throws Exception {
        Instant start = Instant.now();
        AtomicReference<Instant> now = new AtomicReference<>(start);
        FileBlobs aged = new FileBlobs(folder.resolve("aged"), now::get, VAULT);
        Digest used = stored(aged, "used");
        Digest renewed = stored(aged, "renewed");
        Digest forgotten = stored(aged, "forgotten");
        Digest held = aged.put(ANN, bytes("held")).digest();
        now.set(start.plus(Duration.ofHours(25)));
        aged.renew(ANN, renewed);

        aged.removeForgotten(start.plus(Duration.ofHours(1)), (_, old) -> {
            Set<Digest> free = new HashSet<>(old);
            free.remove(used);
            return free;
        });

        assertThat(aged.find(ANN, forgotten)).isEmpty();
        assertThat(List.of(used, renewed, held))
                .allMatch(each -> aged.find(ANN, each).isPresent());
        assertThat(aged.size()).isEqualTo(new Bytes("used".length() + "renewed".length() + "held".length()));
    }

    @Test
    void the_oldest_that_nobody_needs_goes_until_so_much_is_free_and_what_is_held_used_or_new_does_not()
            throws Exception {
        Instant start = Instant.now();
        AtomicReference<Instant> now = new AtomicReference<>(start);
        FileBlobs aged = new FileBlobs(folder.resolve("aged"), now::get, VAULT);
        Digest used = stored(aged, "used");
        Digest held = aged.put(ANN, bytes("held")).digest();
        List<Digest> old = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            now.set(start.plusSeconds(i));
            old.add(stored(aged, "old " + i));
        }
        now.set(start.plusSeconds(60));
        Digest young = stored(aged, "young");
        Unused others = (_, all) -> {
            Set<Digest> free = new HashSet<>(all);
            free.remove(used);
            return free;
        };

        Bytes counted = aged.unusedSize(ANN, others);
        Bytes removed = aged.removeOldest(ANN, start.plusSeconds(30), new Bytes(11), others);
        List<Digest> left =
                old.stream().filter(each -> aged.find(ANN, each).isPresent()).toList();
        aged.removeOldest(ANN, start.plusSeconds(30), Bytes.gibi(1), others);

        assertThat(counted).isEqualTo(new Bytes(10 * BlobStore.LEAST_BYTES));
        assertThat(removed).isEqualTo(new Bytes(15));
        assertThat(left).isEqualTo(old.subList(3, 9));
        assertThat(old).allMatch(each -> aged.find(ANN, each).isEmpty());
        assertThat(List.of(used, held, young))
                .allMatch(each -> aged.find(ANN, each).isPresent());
        assertThat(aged.sizes()).isEqualTo(Map.of(ANN, new Bytes(13)));
        assertThat(aged.size()).isEqualTo(new Bytes(13));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Digest stored(FileBlobs blobs, String text) throws IOException {
        Digest digest = Digest.of(text.getBytes(StandardCharsets.UTF_8));
        assertThat(blobs.offer(ANN, digest, bytes(text))).isInstanceOf(BlobStore.Offered.Kept.class);
        return digest;
    }

    @Test
    void content_under_a_wrong_name_is_not_kept() throws Exception {
        Digest other = new Digest("0".repeat(64));

        assertThat(blobs.offer(ANN, other, hello())).isEqualTo(new BlobStore.Offered.Other());

        assertThat(blobs.find(ANN, other)).isEmpty();
        assertThat(blobs.find(ANN, HELLO)).isEmpty();
    }

    @Test
    void content_that_breaks_off_leaves_nothing() throws Exception {
        InputStream broken = new InputStream() {
            private boolean begun;

            @Override
            public int read() {
                throw new UnsupportedOperationException("read in pieces");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (begun) {
                    throw new IOException("gone");
                }
                begun = true;
                return length;
            }
        };

        assertThatThrownBy(() -> blobs.put(ANN, broken)).hasMessage("gone");

        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void what_an_earlier_process_left_half_written_is_removed() throws Exception {
        Path left = folder.resolve("blobs/.incoming/1");
        Files.writeString(left, "half");

        FileBlobs later = new FileBlobs(folder.resolve("blobs"), InstantSource.system(), VAULT);

        assertThat(left).doesNotExist();
        assertThat(later.put(ANN, hello()).digest()).isEqualTo(HELLO);
    }

    @Test
    void what_is_held_is_not_dropped() throws Exception {
        blobs.put(ANN, hello());
        blobs.put(ANN, hello());
        Artifact artifact = new Artifact(new WorkPath("a"), 5, HELLO);

        blobs.claimed(ANN, List.of(artifact));
        blobs.drop(ANN, Set.of(HELLO));
        boolean heldByTheSecond = blobs.find(ANN, HELLO).isPresent();
        blobs.claimed(ANN, List.of(artifact));
        blobs.drop(ANN, Set.of(HELLO));

        assertThat(heldByTheSecond).isTrue();
        assertThat(blobs.find(ANN, HELLO)).isEmpty();
    }
}
