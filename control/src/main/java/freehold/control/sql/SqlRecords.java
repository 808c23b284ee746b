package freehold.control.sql;

import freehold.control.record.Entry;
import freehold.control.record.Filter;
import freehold.control.record.IdempotencyKey;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.Outcome;
import freehold.execution.StepResult;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The record in one SQLite file. */
public final class SqlRecords implements Records {
    private static final Duration KEY_AGE_MAX = Duration.ofHours(24);
    private static final long PAGE_BYTES_MAX = 8 << 20;
    private static final int BATCH = 50;

    private final InstantSource clock;
    private final GroupWriter writer;
    private final ReaderPool readers;

    /** Opens the file, makes it if it is not there, and brings it to the newest version. */
    public SqlRecords(Path file, InstantSource clock) {
        try {
            Database database = Database.at(file);
            Session session = database.open();
            Schema.bring(session);
            this.clock = clock;
            this.writer = new GroupWriter(session);
            this.readers = new ReaderPool(database);
        } catch (IOException | SQLException unusable) {
            throw new RecordUnavailable("The database " + file + " cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    @Override
    public CompletableFuture<Void> save(Entry entry) {
        return writer.<@Nullable Void>write(session -> {
                    ExecutionRows.save(session, entry);
                    return null;
                })
                .thenAccept(_ -> {});
    }

    @Override
    public CompletableFuture<KeyUse> save(Entry entry, IdempotencyKey key) {
        return writer.write(session -> {
            session.update(
                    "delete from idempotency where created_us <= ?",
                    ExecutionRows.micros(clock.instant().minus(KEY_AGE_MAX)));
            Execution execution = entry.execution();
            int kept = session.update(
                    "insert into idempotency values (?, ?, ?, ?, ?) on conflict do nothing",
                    execution.tenant().value(),
                    key.value(),
                    key.body().hex(),
                    execution.id().value(),
                    ExecutionRows.micros(clock.instant()));
            if (kept == 1) {
                ExecutionRows.save(session, entry);
            }
            return use(session, execution.tenant(), key).orElseThrow();
        });
    }

    @Override
    public Optional<KeyUse> used(TenantId tenant, IdempotencyKey key) {
        return readers.read(session -> use(session, tenant, key));
    }

    private Optional<KeyUse> use(Session session, TenantId tenant, IdempotencyKey key) throws SQLException {
        return session
                .query(
                        "select execution, body from idempotency where tenant = ? and name = ? and created_us > ?",
                        row -> new KeyUse(new ExecutionId(row.getString(1)), new Digest(row.getString(2))),
                        tenant.value(),
                        key.value(),
                        ExecutionRows.micros(clock.instant().minus(KEY_AGE_MAX)))
                .stream()
                .findFirst();
    }

    @Override
    public CompletableFuture<Set<Digest>> erase(TenantId tenant, ExecutionId id) {
        return writer.write(session -> erased(session, tenant, id))
                .thenCompose(free -> writer.afterCommit(session -> {
                    session.script(
                            "pragma wal_checkpoint(truncate)"); // or the erased pages would stay readable in the log
                    return free;
                }));
    }

    private static Set<Digest> erased(Session session, TenantId tenant, ExecutionId id) throws SQLException {
        List<Digest> used = session.query(
                "select digest from content_use where tenant = ? and execution = ?",
                row -> new Digest(row.getString(1)),
                tenant.value(),
                id.value());
        session.update("delete from execution where tenant = ? and id = ?", tenant.value(), id.value());
        Set<Digest> free = new HashSet<>();
        for (Digest digest : used) {
            if (session.query(
                            "select 1 from content_use where tenant = ? and digest = ? limit 1",
                            row -> row.getInt(1),
                            tenant.value(),
                            digest.hex())
                    .isEmpty()) {
                free.add(digest);
            }
        }
        return free;
    }

    @Override
    public Optional<Entry> find(TenantId tenant, ExecutionId id) {
        return readers.read(session -> session
                .query(
                        "select * from execution where id = ? and tenant = ?",
                        row -> ExecutionRows.entry(session, row),
                        id.value(),
                        tenant.value())
                .stream()
                .findFirst());
    }

    @Override
    public Page list(TenantId tenant, Filter filter, int most) {
        return readers.read(session -> {
            List<Execution> page = new ArrayList<>();
            long bytes = 0;
            for (String id : ids(session, tenant, filter, most + 1)) {
                if (page.size() == most || (bytes > PAGE_BYTES_MAX && !page.isEmpty())) {
                    return new Page(
                            List.copyOf(page), Optional.of(page.getLast().id()));
                }
                Execution execution = session.query(
                                "select * from execution where id = ?",
                                row -> ExecutionRows.execution(session, row),
                                id)
                        .getFirst();
                bytes += outputBytes(execution);
                page.add(execution);
            }
            return new Page(List.copyOf(page), Optional.empty());
        });
    }

    private static List<String> ids(Session session, TenantId tenant, Filter filter, int most) throws SQLException {
        StringBuilder sql = new StringBuilder("select id from execution where tenant = ?");
        List<Object> values = new ArrayList<>(List.of(tenant.value()));
        filter.before().ifPresent(id -> condition(sql, values, "id < ?", id.value()));
        filter.state().ifPresent(state -> condition(sql, values, "state = ?", state.label()));
        filter.verdict().ifPresent(verdict -> condition(sql, values, "verdict = ?", verdict.label()));
        filter.runtime().ifPresent(runtime -> condition(sql, values, "runtime_name = ?", runtime));
        for (Map.Entry<String, String> label : filter.labels().entrySet()) {
            condition(
                    sql,
                    values,
                    "id in (select execution from label where name = ? and value = ?)",
                    label.getKey(),
                    label.getValue());
        }
        sql.append(" order by id desc limit ?");
        values.add(most);
        return session.query(sql.toString(), row -> row.getString(1), values.toArray());
    }

    private static void condition(StringBuilder sql, List<Object> values, String condition, Object... bound) {
        sql.append(" and ").append(condition);
        values.addAll(List.of(bound));
    }

    private static long outputBytes(Execution execution) {
        return execution.outcome().stream()
                .flatMap((Outcome outcome) -> Stream.of(outcome.build(), outcome.run()))
                .flatMap(Optional::stream)
                .mapToLong((StepResult step) -> step.stdout().length + step.stderr().length)
                .sum();
    }

    @Override
    public List<Entry> unfinished() {
        return readers.read(session -> {
            List<Entry> left = new ArrayList<>();
            String after = "";
            List<Entry> batch;
            do {
                batch = session.query(
                        "select * from execution where state <> 'finished' and id > ? order by id limit ?",
                        row -> ExecutionRows.entry(session, row),
                        after,
                        BATCH);
                left.addAll(batch);
                after = batch.isEmpty()
                        ? after
                        : batch.getLast().execution().id().value();
            } while (batch.size() == BATCH);
            return List.copyOf(left);
        });
    }

    @Override
    public boolean isWritable() {
        return writer.isWritable();
    }

    @Override
    public void close() {
        writer.close();
        readers.close();
    }
}
