package freehold.control.sql;

import freehold.control.record.Entry;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Tenures;
import freehold.control.vault.Vault;
import freehold.execution.ExecutionId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Tenures beside the record. */
final class SqlTenures implements Tenures {
    private final String control;
    private final long leaseMicros;
    private final GroupWriter writer;
    private final ReaderPool readers;
    private final Vault vault;
    private final LongSupplier nanos;
    private final Openable openable = new Openable();
    private volatile long renewedNanos;

    SqlTenures(
            String control, Duration lease, GroupWriter writer, ReaderPool readers, Vault vault, LongSupplier nanos) {
        this.nanos = nanos;
        this.renewedNanos = nanos.getAsLong();
        this.control = control;
        this.leaseMicros = lease.toNanos() / 1_000;
        this.writer = writer;
        this.readers = readers;
        this.vault = vault;
        RecordUnavailable.joined(writer.write(session -> session.update(
                "insert into control values (?, " + session.engine().nowMicros() + ")", control)));
    }

    @Override
    public int renew() throws Superseded {
        long asked = nanos.getAsLong();
        int taken = RecordUnavailable.joined(writer.writeAside(session -> {
            String now = session.engine().nowMicros();
            if (session.update("update control set seen_us = " + now + " where id = ?", control) == 0) {
                return -1;
            }
            return takeOver(session, now);
        }));
        if (taken < 0) {
            throw new Superseded();
        }
        renewedNanos = asked;
        return taken;
    }

    /** Of several that see the same one dead, one deletes its row, and that one has what it had. */
    private int takeOver(Session session, String now) throws SQLException {
        int taken = 0;
        for (String dead : session.query(
                "select id from control where seen_us < " + now + " - ?", row -> row.getString(1), leaseMicros)) {
            if (session.update("delete from control where id = ? and seen_us < " + now + " - ?", dead, leaseMicros)
                    == 1) {
                taken += session.update("update tenure set control = ? where control = ?", control, dead);
            }
        }
        return taken;
    }

    @Override
    public boolean isFresh() {
        return nanos.getAsLong() - renewedNanos < leaseMicros * 1_000 / 2;
    }

    @Override
    public List<Entry> held(Set<ExecutionId> without, int most) {
        return readers.read(session -> {
            List<Entry> held = new ArrayList<>();
            for (String id : session.query(
                    "select execution from tenure where control = ? order by execution",
                    row -> row.getString(1),
                    control)) {
                if (held.size() < most && !without.contains(new ExecutionId(id))) {
                    openable.read(
                                    id,
                                    () -> session.query(
                                            "select * from execution where id = ?",
                                            row -> ExecutionRows.entry(session, row, vault),
                                            id))
                            .ifPresent(held::addAll);
                }
            }
            return List.copyOf(held);
        });
    }

    @Override
    public Optional<String> holder(ExecutionId execution) {
        return readers.read(session -> holder(session, execution.value()));
    }

    static Optional<String> holder(Session session, String execution) throws SQLException {
        return session
                .query("select control from tenure where execution = ?", row -> row.getString(1), execution)
                .stream()
                .findFirst();
    }

    /** @throws SQLException if that control was taken over, so that nobody would ever take over what it has from now on */
    static void begin(Session session, String execution, String control) throws SQLException {
        if (session.query(
                        "select id from control where id = ?" + session.engine().lockingRows(),
                        row -> row.getString(1),
                        control)
                .isEmpty()) {
            throw new SQLException("this control was taken over");
        }
        session.ahead("insert into tenure values (?, ?)", execution, control);
    }

    @Override
    public void leave() {
        RecordUnavailable.joined(
                writer.writeAside(session -> session.update("update control set seen_us = 0 where id = ?", control)));
    }
}
