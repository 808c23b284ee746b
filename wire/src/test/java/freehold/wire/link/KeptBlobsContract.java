package freehold.wire.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.execution.Content;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every keeper of content does besides. */
public abstract class KeptBlobsContract extends BlobsContract {
    private static final TenantId ANN = new TenantId("ann");
    private static final int PART = 512 << 10;
    private static final int SIZE = 4 * PART;

    @Override
    protected abstract KeptBlobs blobs();

    /** Makes the first byte of all that is stored of it unreadable, as whoever reads from there is to find. */
    protected abstract void spoilBeginning(TenantId tenant, Content.Stored stored) throws Exception;

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    private byte[] read(Digest digest, long offset) throws IOException {
        Tail tail = blobs().open(ANN, digest, offset).orElseThrow();
        try (var bytes = tail.bytes()) {
            return bytes.readAllBytes();
        }
    }

    @Test
    void content_is_read_from_any_place_to_its_end_and_its_size_is_that_of_all() throws Exception {
        byte[] content = content(SIZE);
        Content.Stored stored = blobs().put(ANN, new ByteArrayInputStream(content));

        for (int offset : new int[] {0, 1, 65_535, 65_536, PART - 1, PART, PART + 1, 3 * PART, SIZE - 1, SIZE}) {
            Tail tail = blobs().open(ANN, stored.digest(), offset).orElseThrow();
            try (var bytes = tail.bytes()) {
                assertThat(bytes.readAllBytes())
                        .as("from %d", offset)
                        .isEqualTo(Arrays.copyOfRange(content, offset, SIZE));
            }
            assertThat(tail.sizeBytes()).isEqualTo(SIZE);
        }
    }

    @Test
    void nothing_begins_behind_the_end_or_before_the_beginning() throws Exception {
        Content.Stored stored = blobs().put(ANN, new ByteArrayInputStream(content(10)));

        assertThatThrownBy(() -> read(stored.digest(), 11)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(stored.digest(), -1)).isInstanceOf(IOException.class);
        assertThat(blobs().open(new TenantId("bob"), stored.digest(), 0)).isEmpty();
        assertThat(read(stored.digest(), 10)).isEmpty();
    }

    @Test
    void of_what_is_before_the_place_nothing_is_read() throws Exception {
        byte[] content = content(SIZE);
        Content.Stored stored = blobs().put(ANN, new ByteArrayInputStream(content));
        spoilBeginning(ANN, stored);

        assertThat(read(stored.digest(), 2 * PART)).isEqualTo(Arrays.copyOfRange(content, 2 * PART, SIZE));
        assertThatThrownBy(() -> read(stored.digest(), 0)).isInstanceOf(IOException.class);
    }
}
