package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.blob.BlobStore;
import freehold.control.world.CutLine;
import freehold.control.world.PostgresServer;
import freehold.control.world.World;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class PostgresBlobsTest extends SqlBlobsContract {
    private final PostgresAddress address = PostgresServer.database();

    @Override
    protected Engine engine() {
        return new Postgres(address);
    }

    @Test
    void content_of_which_it_is_not_known_whether_it_is_stored_keeps_its_parts() throws Exception {
        TenantId ann = new TenantId("ann");
        byte[] content = "print(1)".getBytes(StandardCharsets.UTF_8);
        try (CutLine line = new CutLine(PostgresServer.database());
                SqlRecords records =
                        new SqlRecords(line.address(), InstantSource.system(), () -> World.KEY, World.MASTER)) {
            BlobStore blobs = records.blobs();
            blobs.put(ann, InputStream.nullInputStream()); // makes the tenant's key
            line.cutAfter(1, 2); // its part goes by; that the content is there is told twice, and lost

            assertThatThrownBy(() -> blobs.put(ann, new ByteArrayInputStream(content)))
                    .isInstanceOf(IOException.class);

            assertThat(records.giveBack().join()).isFalse(); // behind what takes parts away
            try (InputStream stored = blobs.open(ann, Digest.of(content)).orElseThrow()) {
                assertThat(stored.readAllBytes()).isEqualTo(content);
            }
        }
    }
}
