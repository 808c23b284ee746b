package freehold.control.sql;

import freehold.control.callback.Deliveries;
import freehold.control.callback.Delivery;
import freehold.control.vault.Purpose;
import freehold.control.vault.Unopenable;
import freehold.control.vault.Vault;
import freehold.execution.CallbackId;
import freehold.execution.ExecutionId;
import freehold.tenant.TenantId;
import java.sql.ResultSet;
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
    private static final String AS_READ = " where id = ? and state = 'waiting' and attempts = ? and due_us = ?";

    private final GroupWriter writer;
    private final ReaderPool readers;
    private final Vault vault;

    SqlDeliveries(GroupWriter writer, ReaderPool readers, Vault vault) {
        this.writer = writer;
        this.readers = readers;
        this.vault = vault;
    }

    @Override
    public List<Due> due(Instant now, Set<TenantId> without, int most) {
        List<Object> values = new ArrayList<>(List.of(ExecutionRows.micros(now)));
        without.forEach(tenant -> values.add(tenant.value()));
        values.add(most);
        String others = without.isEmpty()
                ? ""
                : " and tenant not in (" + String.join(", ", Collections.nCopies(without.size(), "?")) + ")";
        return readers.read(
                session -> session.query(WAITS + others + " order by due_us limit ?", this::due, values.toArray()));
    }

    private Due due(ResultSet row) throws SQLException {
        try {
            return new Due.Ready(CallbackRows.read(row, vault));
        } catch (Unopenable | IllegalArgumentException why) { // the latter by a column that is not sealed
            return new Due.Closed(
                    new Turn(
                            new CallbackId(row.getString("id")),
                            row.getInt("attempts"),
                            CallbackRows.instant(row.getLong("due_us"))),
                    new ExecutionId(row.getString("execution")),
                    why);
        }
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
    public CompletableFuture<Boolean> claim(Turn turn, Instant until) {
        return change(turn, "update callback set due_us = ?", ExecutionRows.micros(until));
    }

    @Override
    public CompletableFuture<Boolean> delivered(Turn turn, Instant at) {
        return change(
                turn,
                "update callback set state = 'delivered', attempts = attempts + 1, last_error = null, done_us = ?",
                ExecutionRows.micros(at));
    }

    @Override
    public CompletableFuture<Boolean> failed(Turn turn, String error, Instant at, Optional<Instant> again) {
        return again.isPresent()
                ? change(
                        turn,
                        "update callback set attempts = attempts + 1, last_error = ?, due_us = ?",
                        error,
                        ExecutionRows.micros(again.get()))
                : change(
                        turn,
                        "update callback set state = 'dead', attempts = attempts + 1, last_error = ?, done_us = ?",
                        error,
                        ExecutionRows.micros(at));
    }

    private CompletableFuture<Boolean> change(Turn turn, String sql, Object... values) {
        List<Object> all = new ArrayList<>(List.of(values));
        all.addAll(List.of(turn.id().value(), turn.attempts(), ExecutionRows.micros(turn.due())));
        return writer.write(session -> session.update(sql + AS_READ, all.toArray()) == 1);
    }

    @Override
    public Backlog backlog() {
        return readers.read(session -> session.query(
                        "select (select count(*) from callback where state = 'waiting'), "
                                + "(select count(*) from callback where state = 'waiting' and attempts > 0), "
                                + "(select count(*) from callback where state = 'dead')",
                        row -> new Backlog(row.getInt(1), row.getInt(2), row.getInt(3)))
                .getFirst());
    }

    @Override
    public Optional<Delivery> find(TenantId tenant, CallbackId id) {
        return readers.read(session -> session
                .query(
                        "select * from callback where id = ? and tenant = ?",
                        row -> CallbackRows.read(row, vault),
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
        return readers.read(session -> session.query(
                sql + " order by id desc limit ?", row -> CallbackRows.read(row, vault), values.toArray()));
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
        return readers.read(session ->
                key(session, vault).orElseThrow(() -> new SQLException("the record has no key for callbacks")));
    }

    private static Optional<byte[]> key(Session session, Vault vault) throws SQLException {
        Optional<byte[]> sealed = Plain.callbackRoot(session, Plain.SEALED_ROOT)
                .map(stored -> vault.open(TenantId.LOCAL, Purpose.CALLBACK_ROOT, Plain.PLAIN_ROOT, stored));
        return sealed.isPresent() ? sealed : Plain.callbackRoot(session, Plain.PLAIN_ROOT);
    }
}
