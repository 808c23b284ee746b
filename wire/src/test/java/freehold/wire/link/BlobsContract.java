package freehold.wire.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.execution.Content;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of content does, wherever it keeps it. */
public abstract class BlobsContract {
    private static final TenantId ANN = new TenantId("ann");
    private static final TenantId BOB = new TenantId("bob");

    /** The store under test; empty. */
    protected abstract Blobs blobs();

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Optional<InputStream> content) throws IOException {
        try (InputStream bytes = content.orElseThrow()) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void content_is_stored_under_its_digest_and_given_back_as_it_was() throws Exception {
        Content.Stored stored = blobs().put(ANN, stream("hello"));

        assertThat(stored).isEqualTo(new Content.Stored(Digest.of("hello".getBytes(StandardCharsets.UTF_8)), 5));
        assertThat(text(blobs().open(ANN, stored.digest()))).isEqualTo("hello");
    }

    @Test
    void nothing_is_content_too() throws Exception {
        Content.Stored stored = blobs().put(ANN, stream(""));

        assertThat(stored.sizeBytes()).isZero();
        assertThat(text(blobs().open(ANN, stored.digest()))).isEmpty();
    }

    @Test
    void storing_it_again_changes_nothing() throws Exception {
        Content.Stored first = blobs().put(ANN, stream("hello"));
        Content.Stored second = blobs().put(ANN, stream("hello"));

        assertThat(second).isEqualTo(first);
        assertThat(text(blobs().open(ANN, first.digest()))).isEqualTo("hello");
    }

    @Test
    void a_tenant_does_not_find_what_another_stored() throws Exception {
        Content.Stored stored = blobs().put(ANN, stream("hello"));

        assertThat(blobs().open(BOB, stored.digest())).isEmpty();
    }

    @Test
    void what_was_never_stored_is_not_there() throws Exception {
        assertThat(blobs().open(ANN, new Digest("0".repeat(64)))).isEmpty();
    }

    @Test
    void a_stream_that_fails_leaves_nothing_and_can_be_sent_again() throws Exception {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("gone");
            }
        };

        assertThatThrownBy(() -> blobs().put(ANN, broken)).isInstanceOf(IOException.class);
        Content.Stored stored = blobs().put(ANN, stream("hello"));

        assertThat(text(blobs().open(ANN, stored.digest()))).isEqualTo("hello");
    }
}
