package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import freehold.control.record.RecordsContract;
import freehold.control.world.PostgresServer;
import freehold.control.world.World;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PostgresRecordsTest extends RecordsContract {
    private PostgresAddress address = PostgresServer.database();
    private SqlRecords records;

    @BeforeEach
    void open() {
        records = new SqlRecords(address, clock(), () -> World.KEY, World.MASTER);
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
    void two_controls_that_start_at_one_time_make_one_schema() {
        PostgresAddress empty = PostgresServer.database();

        List<CompletableFuture<SqlRecords>> both = List.of(
                CompletableFuture.supplyAsync(() -> new SqlRecords(empty, clock(), () -> World.KEY, World.MASTER)),
                CompletableFuture.supplyAsync(() -> new SqlRecords(empty, clock(), () -> World.KEY, World.MASTER)));

        for (CompletableFuture<SqlRecords> each : both) {
            try (SqlRecords opened = each.join()) {
                assertThat(opened.isWritable()).isTrue();
            }
        }
    }

    @Test
    void a_lost_connection_is_opened_again_and_the_write_is_not_lost() throws Exception {
        records.save(finishedOne()).join();
        try (Session other = new Postgres(address).openToWrite()) {
            other.query(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
                    row -> true);
        }

        var entry = finishedOne();
        records.save(entry).join();

        assertThat(eventually(() -> records.find(
                        entry.execution().tenant(), entry.execution().id())))
                .isPresent();
    }

    private interface Reading<T> {
        Optional<T> read();
    }

    /** Each lost connection of a reader costs one failure. */
    private static <T> Optional<T> eventually(Reading<T> reading) {
        for (int i = 0; i < 8; i++) {
            try {
                return reading.read();
            } catch (RecordUnavailable lost) {
                assertThat(lost).hasMessageContaining("could not be read");
            }
        }
        return Optional.empty();
    }

    @Test
    void an_address_with_a_password_is_refused_for_others_would_see_it() {
        assertThatThrownBy(() -> PostgresAddress.parse("postgresql://me:secret@db/freehold", Optional.empty()))
                .hasMessageContaining("--database-password-file");
        assertThatThrownBy(() -> PostgresAddress.parse("postgresql://db/freehold?password=x", Optional.empty()))
                .hasMessageContaining("--database-password-file");
    }

    @Test
    void tables_that_are_not_its_own_are_refused() throws Exception {
        try (Session session = new Postgres(address).openToWrite()) {
            session.script("alter table execution drop column start");
        }

        assertThatThrownBy(() -> new SqlRecords(address, clock(), () -> World.KEY, World.MASTER))
                .isInstanceOf(RecordUnavailable.class)
                .hasMessageContaining("Its tables are not those");
    }
}
