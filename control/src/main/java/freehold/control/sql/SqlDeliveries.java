package freehold.control.sql;

import freehold.control.callback.Deliveries;
import freehold.control.callback.Delivery;
import freehold.execution.CallbackId;
import freehold.tenant.TenantId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Messages in the database of the record. */
final class SqlDeliveries implements Deliveries {
    private static final String WAITS = "select * from callback where state = 'waiting' and due_us <= ?";

    private final GroupWriter writer;
    private final ReaderPool readers;

    SqlDeliveries(GroupWriter writer, ReaderPool readers) {
        this.writer = writer;
        this.readers = readers;
    }

    @Override
    public List<Delivery> due(Instant now, Set<TenantId> without, int most) {
        List<Object> values = new ArrayList<>(List.of(ExecutionRows.micros(now)));
        without.forEach(tenant -> values.add(tenant.value()));
        values.add(most);
        String others = without.isEmpty()
                ? ""
                : " and tenant not in (" + String.join(", ", Collections.nCopies(without.size(), "?")) + ")";
        return readers.read(session ->
                session.query(WAITS + others + " order by due_us limit ?", CallbackRows::read, values.toArray()));
    }

    @Override
    public Optional<Instant> nextDue() {
        return readers.read(session -> session
                .query(
                        "select due_us from callback where state = 'waiting' order by due_us limit 1",
                        row -> CallbackRows.instant(row.getLong(1)))
                .stream()
                .findFirst());
    }

    @Override
    public CompletableFuture<Void> delivered(CallbackId id, Instant at) {
        return change(
                "update callback set state = 'delivered', attempts = attempts + 1, last_error = null, done_us = ? where id = ?",
                ExecutionRows.micros(at),
                id.value());
    }

    @Override
    public CompletableFuture<Void> failed(CallbackId id, String error, Instant at, Optional<Instant> again) {
        return again.isPresent()
                ? change(
                        "update callback set attempts = attempts + 1, last_error = ?, due_us = ? where id = ?",
                        error,
                        ExecutionRows.micros(again.get()),
                        id.value())
                : change(
                        "update callback set state = 'dead', attempts = attempts + 1, last_error = ?, done_us = ? where id = ?",
                        error,
                        ExecutionRows.micros(at),
                        id.value());
    }

    private CompletableFuture<Void> change(String sql, Object... values) {
        return writer.write(session -> session.update(sql, values)).thenAccept(_ -> {});
    }

    @Override
    public Optional<Delivery> find(TenantId tenant, CallbackId id) {
        return readers.read(session -> session
                .query(
                        "select * from callback where id = ? and tenant = ?",
                        CallbackRows::read,
                        id.value(),
                        tenant.value())
                .stream()
                .findFirst());
    }

    @Override
    public List<Delivery> list(TenantId tenant, Optional<Delivery.State> state, Optional<CallbackId> before, int most) {
        StringBuilder sql = new StringBuilder("select * from callback where tenant = ?");
        List<Object> values = new ArrayList<>(List.of(tenant.value()));
        state.ifPresent(each -> {
            sql.append(" and state = ?");
            values.add(each.label());
        });
        before.ifPresent(each -> {
            sql.append(" and id < ?");
            values.add(each.value());
        });
        values.add(most);
        return readers.read(
                session -> session.query(sql + " order by id desc limit ?", CallbackRows::read, values.toArray()));
    }

    @Override
    public CompletableFuture<Boolean> redeliver(TenantId tenant, CallbackId id, Instant now) {
        return writer.write(session -> session.update(
                        "update callback set state = 'waiting', attempts = 0, due_us = ?, done_us = null where id = ? and tenant = ?",
                        ExecutionRows.micros(now),
                        id.value(),
                        tenant.value())
                == 1);
    }

    @Override
    public byte[] key() {
        return readers.read(
                session -> key(session).orElseThrow(() -> new SQLException("the record has no key for callbacks")));
    }

    private static Optional<byte[]> key(Session session) throws SQLException {
        return session.query("select value from secret where name = 'callbacks'", row -> row.getBytes(1)).stream()
                .findFirst();
    }
}
