package freehold.control.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.execution.Artifact;
import freehold.execution.Content;
import freehold.execution.WorkPath;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileBlobsTest {
    private static final TenantId ANN = new TenantId("ann");
    private static final TenantId BOB = new TenantId("bob");
    private static final Digest HELLO = new Digest("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");

    @TempDir
    private Path folder;

    private FileBlobs blobs;

    @BeforeEach
    void open() throws IOException {
        blobs = new FileBlobs(folder.resolve("blobs"), InstantSource.system());
    }

    private static InputStream hello() {
        return new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void content_is_found_by_its_digest_and_by_its_tenant_alone() throws Exception {
        Content.Stored stored = blobs.put(ANN, hello());

        assertThat(stored).isEqualTo(new Content.Stored(HELLO, 5));
        try (InputStream found = blobs.open(ANN, HELLO).orElseThrow()) {
            assertThat(found.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
        }
        assertThat(blobs.open(BOB, HELLO)).isEmpty();
        assertThat(blobs.find(BOB, HELLO)).isEmpty();
    }

    @Test
    void content_under_a_wrong_name_is_not_kept() throws Exception {
        Digest other = new Digest("0".repeat(64));

        assertThat(blobs.offer(ANN, other, hello())).isEmpty();

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

        FileBlobs later = new FileBlobs(folder.resolve("blobs"), InstantSource.system());

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
