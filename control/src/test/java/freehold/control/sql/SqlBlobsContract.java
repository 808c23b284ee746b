package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.blob.BlobStore;
import freehold.control.world.World;
import freehold.execution.Content;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import freehold.wire.link.KeptBlobs;
import freehold.wire.link.KeptBlobsContract;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Content in a database, the same for every database. */
abstract class SqlBlobsContract extends KeptBlobsContract {
    private static final TenantId ANN = new TenantId("ann");

    private SqlRecords records;
    private BlobStore blobs;

    protected abstract Engine engine();

    @BeforeEach
    void open() {
        records = new SqlRecords(engine(), InstantSource.system(), () -> World.KEY, World.MASTER);
        blobs = records.blobs();
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Override
    protected KeptBlobs blobs() {
        return blobs;
    }

    @Override
    protected void spoilBeginning(TenantId tenant, Content.Stored stored) throws SQLException {
        try (Session session = engine().openToWrite()) {
            String of = " where position = 0 and upload in (select upload from blob where digest = ?)";
            assertThat(session.update(
                            "update blob_part set content = ?" + of,
                            new byte[512 << 10],
                            stored.digest().hex()))
                    .isEqualTo(1);
        }
    }

    private static byte[] large() {
        byte[] bytes = new byte[1_500_000];
        bytes[bytes.length - 1] = 7;
        return bytes;
    }

    @Test
    void content_of_many_parts_is_given_back_whole() throws Exception {
        Content.Stored stored = blobs.put(ANN, new ByteArrayInputStream(large()));

        assertThat(stored.sizeBytes()).isEqualTo(large().length);
        assertThat(blobs.find(ANN, stored.digest())).hasValue(stored);
        try (InputStream bytes = blobs.open(ANN, stored.digest()).orElseThrow()) {
            assertThat(bytes.readAllBytes()).isEqualTo(large());
        }
        assertThat(blobs.size().count()).isEqualTo(large().length);
    }

    @Test
    void what_is_known_of_content_is_its_tenants() throws Exception {
        Content.Stored stored = blobs.put(ANN, new ByteArrayInputStream(large()));

        assertThat(blobs.find(ANN, stored.digest())).hasValue(stored);
        assertThat(blobs.find(new TenantId("bob"), stored.digest())).isEmpty();
    }

    @Test
    void content_under_a_wrong_digest_is_not_kept() throws Exception {
        Digest wrong = new Digest("0".repeat(64));

        assertThat(blobs.offer(ANN, wrong, new ByteArrayInputStream(large()))).isEqualTo(new BlobStore.Offered.Other());

        assertThat(blobs.find(ANN, wrong)).isEmpty();
        assertThat(blobs.find(ANN, Digest.of(large()))).isEmpty();
    }

    @Test
    void what_nobody_needs_goes_when_it_is_old_and_stays_while_it_is_new() throws Exception {
        Content.Stored stored = blobs.put(ANN, new ByteArrayInputStream(large()));
        Instant now = Instant.now();

        blobs.removeForgotten(now.minus(Duration.ofHours(1)), (_, digests) -> digests);
        blobs.drop(ANN, Set.of(stored.digest()));
        boolean keptWhileNew = blobs.find(ANN, stored.digest()).isPresent();
        blobs.removeForgotten(now.plus(Duration.ofHours(1)), (_, _) -> Set.of());
        boolean keptWhileUsed = blobs.find(ANN, stored.digest()).isPresent();
        blobs.removeForgotten(now.plus(Duration.ofHours(1)), (_, digests) -> digests);

        assertThat(keptWhileNew).isTrue();
        assertThat(keptWhileUsed).isTrue();
        assertThat(blobs.find(ANN, stored.digest())).isEmpty();
        assertThat(blobs.open(ANN, stored.digest())).isEmpty();
    }

    @Test
    void what_each_tenant_has_is_told_and_what_is_new_is_left_for_who_may_be_about_to_use_it() throws Exception {
        TenantId bob = new TenantId("bob");
        Content.Stored stored = blobs.put(ANN, new ByteArrayInputStream(large()));
        blobs.put(bob, new ByteArrayInputStream(new byte[1]));

        Bytes removed =
                blobs.removeOldest(ANN, Instant.now().plus(Duration.ofHours(1)), Bytes.gibi(1), (_, all) -> all);

        assertThat(removed).isEqualTo(Bytes.NONE);
        assertThat(blobs.find(ANN, stored.digest())).isPresent();
        assertThat(blobs.sizes()).isEqualTo(Map.of(ANN, new Bytes(large().length), bob, new Bytes(1)));
        assertThat(blobs.unusedSize(ANN, (_, all) -> all)).isEqualTo(new Bytes(large().length));
        assertThat(blobs.unusedSize(bob, (_, all) -> all)).isEqualTo(new Bytes(BlobStore.LEAST_BYTES));
    }

    @Test
    void of_what_is_old_and_unused_the_oldest_goes_until_so_much_is_free() throws Exception {
        Digest young = blobs.put(ANN, new ByteArrayInputStream(new byte[40])).digest();
        Digest old = blobs.put(ANN, new ByteArrayInputStream(new byte[30])).digest();
        Digest older = blobs.put(ANN, new ByteArrayInputStream(new byte[20])).digest();
        Digest oldest = blobs.put(ANN, new ByteArrayInputStream(new byte[10])).digest();
        aged(old, 2);
        aged(older, 3);
        aged(oldest, 4);

        Bytes removed = blobs.removeOldest(ANN, Instant.now(), new Bytes(11), (_, all) -> all);
        boolean keptOld = blobs.find(ANN, old).isPresent();
        Bytes rest = blobs.removeOldest(ANN, Instant.now(), Bytes.gibi(1), (_, all) -> all);

        assertThat(List.of(removed, rest)).containsExactly(new Bytes(30), new Bytes(30));
        assertThat(keptOld).isTrue();
        assertThat(blobs.sizes()).isEqualTo(Map.of(ANN, new Bytes(40)));
        assertThat(blobs.find(ANN, young)).isPresent();
    }

    private void aged(Digest digest, int days) throws Exception {
        try (Session session = engine().openReady()) {
            session.update(
                    "update blob set stored_us = stored_us - ? where digest = ?",
                    Duration.ofDays(days).toNanos() / 1_000,
                    digest.hex());
        }
    }
}
