package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.ledger.Signer;
import freehold.control.ledger.SigningKey;
import freehold.control.policy.Uses;
import freehold.control.record.Entry;
import freehold.control.record.IdempotencyKey;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import freehold.control.record.RecordsContract;
import freehold.control.world.World;
import freehold.execution.ExecutionId;
import freehold.policy.Use;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqlRecordsTest extends RecordsContract {
    private static final SigningKey KEY = SigningKey.make();
    private static final Signer SIGNER = () -> KEY;

    @TempDir
    private Path folder;

    private SqlRecords records;

    @BeforeEach
    void open() {
        records = new SqlRecords(folder.resolve("freehold.db"), clock(), SIGNER, World.MASTER);
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Override
    protected Records records() {
        return records;
    }

    @Test
    void the_file_is_closed_to_other_users() throws Exception {
        String permissions =
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("freehold.db")));

        assertThat(permissions).isEqualTo("rw-------");
    }

    @Test
    void what_an_end_used_is_added_up_once_and_outlives_the_execution_and_the_process() {
        Entry one = finishedOne();
        Entry other = finishedOne();
        records.save(one).join();
        records.save(one).join();
        records.save(other).join();
        records.erase(one.execution().tenant(), one.execution().id()).join();
        records.close();

        records = new SqlRecords(folder.resolve("freehold.db"), clock(), SIGNER, World.MASTER);

        Use each = Uses.of(one.execution());
        LocalDate day = LocalDate.parse("2026-11-25");
        assertThat(each.cpuMicros()).isPositive();
        assertThat(records.policies().usedSince(day))
                .isEqualTo(Map.of(one.execution().tenant(), Map.of(day, each.plus(each))));
        assertThat(records.policies().usedSince(day.plusDays(1))).isEmpty();
    }

    @Test
    void what_is_erased_forgotten_or_destroyed_is_in_no_log_when_that_is_told() {
        Path log = folder.resolve("freehold.db-wal");
        Entry entry = finishedOne();
        TenantId tenant = entry.execution().tenant();
        records.save(entry).join();
        assertThat(log).isNotEmptyFile();

        records.forget(tenant, Set.of()).join();
        assertThat(log).isEmptyFile();
        records.save(finishedOne()).join();
        records.erase(tenant, entry.execution().id()).join();
        assertThat(log).isEmptyFile();
        records.save(finishedOne()).join();
        records.vault().destroy(tenant);
        assertThat(log).isEmptyFile();
    }

    @Test
    void a_clean_end_leaves_one_file_and_no_log_beside_it() throws Exception {
        assertThat(records.used(TenantId.LOCAL, new IdempotencyKey("k", new Digest("1".repeat(64)))))
                .isEmpty(); // a reader is open now
        records.erase(TenantId.LOCAL, anId()).join();

        records.close();

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("freehold.db"));
        }
    }

    @Test
    void the_file_becomes_smaller_when_room_is_given_back() throws Exception {
        Path file = folder.resolve("freehold.db");
        for (int i = 0; i < 300; i++) {
            records.save(finishedOne(), new IdempotencyKey("k" + i, new Digest("1".repeat(64))))
                    .join();
        }
        records.giveBack().join();
        long full = Files.size(file);
        while (records.eraseOldest(Instant.parse("2100-01-01T00:00:00Z"), 100)
                        .join()
                        .executions()
                > 0) {
            assertThat(records.isWritable()).isTrue();
        }

        while (records.giveBack().join()) {
            assertThat(records.isWritable()).isTrue();
        }

        assertThat(Files.size(file)).isLessThan(full * 3 / 4); // what is left are receipts
        assertThat(Files.size(folder.resolve("freehold.db-wal"))).isZero();
    }

    @Test
    void with_little_room_it_is_not_sure_and_with_less_it_takes_nothing() {
        AtomicLong room = new AtomicLong(Bytes.gibi(2).count());
        try (SqlRecords watched = new SqlRecords(folder.resolve("b.db"), clock(), SIGNER, World.MASTER, room::get)) {
            assertThat(watched.isSure()).isTrue();

            room.set(Bytes.mebi(100).count());
            assertThat(watched.isSure()).isFalse();
            assertThat(watched.isWritable()).isTrue();

            room.set(Bytes.mebi(10).count());
            assertThat(watched.isWritable()).isFalse();
        }
    }

    @Test
    void a_database_of_a_newer_version_is_not_touched() throws Exception {
        Path file = folder.resolve("newer.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.executeUpdate("pragma user_version = 99");
        }

        assertThatThrownBy(() -> new SqlRecords(file, InstantSource.system(), SIGNER, World.MASTER))
                .isInstanceOf(RecordUnavailable.class)
                .hasMessageContaining("newer Freehold");
    }

    @Test
    void a_write_after_the_end_is_not_confirmed() {
        records.close();

        assertThat(records.erase(TenantId.LOCAL, anId())).isCompletedExceptionally();
    }

    private static ExecutionId anId() {
        return new ExecutionId("exe_01m88b1zvjed7thtnnjh5vddt4");
    }
}
