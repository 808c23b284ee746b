package freehold.control.sql;

import freehold.control.record.Batch;
import freehold.control.record.IdempotencyKey;
import freehold.control.record.Records.BatchUse;
import freehold.execution.BatchId;
import freehold.execution.ExecutionId;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Batches as rows: one of their own, and one for each execution in them. */
final class BatchRows {
    private BatchRows() {}

    static BatchUse save(
            Session session,
            Batch batch,
            List<SealedEntry> entries,
            Optional<IdempotencyKey> key,
            Instant keysSince,
            Optional<String> control)
            throws SQLException {
        if (key.isPresent()) {
            Optional<BatchUse> earlier = used(session, batch.tenant(), key.get(), keysSince);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            session.update(
                    "update batch set name = null, body = null where tenant = ? and name = ? and created_us <= ?",
                    batch.tenant().value(),
                    key.get().value(),
                    ExecutionRows.micros(keysSince));
        }
        int kept = session.update(
                "insert into batch values (?, ?, ?, ?, ?, ?) on conflict do nothing",
                batch.id().value(),
                batch.tenant().value(),
                batch.total(),
                ExecutionRows.micros(batch.createdAt()),
                key.map(IdempotencyKey::value).orElse(null),
                key.map(each -> each.body().hex()).orElse(null));
        if (kept == 0) { // another control used the key since, or the batch is stored already
            return key.isEmpty()
                    ? new BatchUse(batch.id(), Optional.empty())
                    : used(session, batch.tenant(), key.get(), keysSince).orElseThrow();
        }
        int position = 0;
        for (SealedEntry entry : entries) {
            ExecutionRows.save(session, entry, control);
            session.update(
                    "insert into batch_item values (?, ?, ?)",
                    batch.id().value(),
                    position++,
                    entry.id().value());
        }
        return new BatchUse(batch.id(), key.map(IdempotencyKey::body));
    }

    static Optional<BatchUse> used(Session session, TenantId tenant, IdempotencyKey key, Instant keysSince)
            throws SQLException {
        return session
                .query(
                        "select id, body from batch where tenant = ? and name = ? and created_us > ?",
                        row -> new BatchUse(new BatchId(row.getString(1)), Optional.of(new Digest(row.getString(2)))),
                        tenant.value(),
                        key.value(),
                        ExecutionRows.micros(keysSince))
                .stream()
                .findFirst();
    }

    static Optional<Batch> find(Session session, TenantId tenant, BatchId id) throws SQLException {
        List<ExecutionId> executions = session.query(
                "select execution from batch_item where batch = ? order by position",
                row -> new ExecutionId(row.getString(1)),
                id.value());
        return session
                .query(
                        "select total, created_us from batch where id = ? and tenant = ?",
                        row -> new Batch(
                                id,
                                tenant,
                                row.getInt(1),
                                Instant.EPOCH.plus(row.getLong(2), ChronoUnit.MICROS),
                                executions),
                        id.value(),
                        tenant.value())
                .stream()
                .findFirst();
    }

    /** Batches go when all their executions have, and their keys count no more. */
    static void forget(Session session, Instant keysSince) throws SQLException {
        session.update(
                "delete from batch where created_us <= ? and not exists (select 1 from batch_item where batch = id)",
                ExecutionRows.micros(keysSince));
    }
}
