package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.ledger.Audit;
import freehold.control.record.Batch;
import freehold.control.record.Entry;
import freehold.control.record.IdempotencyKey;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import freehold.control.record.RecordsContract;
import freehold.control.world.PostgresServer;
import freehold.control.world.World;
import freehold.ledger.Act;
import freehold.ledger.Chain;
import freehold.ledger.Position;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PostgresRecordsTest extends RecordsContract {
    private static final String COLLISION = "insert into control values (?, 1), (?, 2)";

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

    @Test
    @Timeout(60)
    void two_controls_that_store_a_batch_under_one_key_at_one_time_have_the_first_one() throws Exception {
        IdempotencyKey key = new IdempotencyKey("k", new Digest("1".repeat(64)));
        Batch first = batch(List.of(finishedOne()));
        Entry late = finishedOne();
        Batch second = batch(List.of(late));
        Instant since = clock().instant().minus(Duration.ofDays(1));
        CompletableFuture<Records.BatchUse> use;

        try (Session other = new Postgres(address).openToWrite()) {
            other.engine().beginToWrite(other);
            other.script("lock table batch in share mode"); // others read it, and change nothing
            use = records.save(second, List.of(late), Optional.of(key));
            while (other.query("select 1 from pg_locks where relation = 'batch'::regclass and not granted", _ -> true)
                    .isEmpty()) {
                Thread.onSpinWait(); // until it has found the key free
            }
            BatchRows.save(other, first, List.of(), Optional.of(key), since, Optional.empty());
            other.commit();
        }

        assertThat(use.join()).isEqualTo(new Records.BatchUse(first.id(), Optional.of(key.body())));
        assertThat(records.usedForBatch(first.tenant(), key)).contains(use.join());
        assertThat(records.batch(second.tenant(), second.id())).isEmpty();
        assertThat(records.find(second.tenant(), late.execution().id())).isEmpty();
    }

    @Test
    void a_collision_of_one_write_is_no_outage_of_the_record() throws Exception {
        try (GroupWriter writer = new GroupWriter(new Postgres(address).openToWrite())) {
            CompletableFuture<Integer> collided = writer.write(session -> session.update(COLLISION, "a", "a"));

            assertThat(collided).failsWithin(Duration.ofSeconds(30));
            assertThat(writer.isWritable()).isTrue();
            assertThat(writer.isSure()).isFalse(); // an end that collides would not be stored
        }
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

    private Audit audited() throws Exception {
        try (RecordedLedger ledger = RecordedLedger.open(address)) {
            Audit audit = new Audit(Optional.of(ledger.readableKeys()));
            ledger.audit(audit);
            ledger.auditRecord(audit);
            return audit;
        }
    }

    private void change(String sql) throws Exception {
        try (Session other = new Postgres(address).openToWrite()) {
            assertThat(other.update(sql)).isEqualTo(1);
        }
    }

    @Test
    void an_audit_goes_through_a_record_of_many_lines_where_it_is() throws Exception {
        Chain chain = Chain.of(new TenantId("bob"));
        List<CompletableFuture<Position>> appended = IntStream.range(0, 1_300)
                .mapToObj(number -> records.ledger()
                        .append(
                                chain,
                                new Act(
                                        clock().instant(),
                                        "server",
                                        "test.appended",
                                        "number " + number,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty())))
                .toList();
        appended.forEach(CompletableFuture::join);
        records.save(finishedOne()).join();

        Audit audit = audited();

        assertThat(audit.findings()).isEmpty();
        assertThat(audit.lines()).isEqualTo(1_300 + 1 + 1); // a receipt, and the introduction of the key
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update execution set verdict = 'failed' | says otherwise",
                "update execution set state = 'queued' | says that it has not ended",
                "delete from ledger where chain = 'ann' | the chain does not end where its head says",
                "update ledger set packed = set_byte(packed, 40, get_byte(packed, 40) # 4) where chain = 'ann' | line 0 of ann",
                "update ledger_head set bytes = bytes + 1 where chain = 'ann' | their head says",
                "update receipt_key set since_us = since_us + 5000000 | signed since another moment"
            })
    void what_somebody_changed_in_the_database_is_found_where_it_is(String sql, String finding) throws Exception {
        records.save(finishedOne()).join();

        change(sql);

        assertThat(audited().findings()).anyMatch(each -> each.contains(finding));
    }

    @Test
    void an_audit_of_a_database_that_is_no_record_says_so() {
        PostgresAddress empty = PostgresServer.database();

        assertThatThrownBy(() -> RecordedLedger.open(empty))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no ledger that can be read");
    }
}
