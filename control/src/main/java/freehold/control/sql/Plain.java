package freehold.control.sql;

import freehold.control.record.Entry;
import freehold.control.record.RecordUnavailable;
import freehold.control.vault.Purpose;
import freehold.control.vault.Vault;
import freehold.execution.CallbackId;
import freehold.execution.StepName;
import freehold.tenant.TenantId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What is stored from before there were keys, and how it is sealed: a few at a time, while everything else goes on. */
final class Plain {
    static final String PLAIN_ROOT = "callbacks";
    static final String SEALED_ROOT = "callbacks.sealed";

    private final GroupWriter writer;
    private final ReaderPool readers;
    private final Vault vault;

    Plain(GroupWriter writer, ReaderPool readers, Vault vault) {
        this.writer = writer;
        this.readers = readers;
        this.vault = vault;
    }

    /**
     * Seals some; how many there were of executions and messages. What was erased or ended meanwhile is left as it is.
     *
     * @param most at least 1
     */
    int seal(int most) {
        boolean root = root();
        int sealed = callbacks(most);
        List<Entry> plain = readers.read(session -> session.query(
                "select * from execution where sealed = 0 order by id limit ?",
                row -> ExecutionRows.entry(session, row, vault),
                most));
        for (Entry each : plain) {
            SealedEntry entry = SealedEntry.of(each, vault);
            RecordUnavailable.joined(writer.writeAside(session -> seal(session, entry)));
        }
        if (root || sealed + plain.size() > 0) {
            RecordUnavailable.joined(writer.erase(_ -> true)); // what was plain is in the log
        }
        return sealed + plain.size();
    }

    private static int seal(Session session, SealedEntry entry) throws SQLException {
        String id = entry.id().value();
        int changed = session.update(
                "update execution set request = ?, sealed = 1 where id = ? and sealed = 0", entry.request(), id);
        if (changed == 1) {
            seal(session, id, StepName.BUILD, entry.build());
            seal(session, id, StepName.RUN, entry.run());
        }
        return changed;
    }

    private static void seal(Session session, String id, StepName name, Optional<SealedEntry.Output> output)
            throws SQLException {
        if (output.isPresent()) {
            session.update(
                    "update step set stdout = ?, stderr = ? where execution = ? and name = ?",
                    output.get().stdout(),
                    output.get().stderr(),
                    id,
                    StepRows.label(name));
        }
    }

    private record Secret(CallbackId id, TenantId tenant, String secret) {}

    private int callbacks(int most) {
        List<Secret> plain = readers.read(session -> session.query(
                "select id, tenant, secret from callback where sealed = 0 and secret is not null order by id limit ?",
                row -> new Secret(new CallbackId(row.getString(1)), new TenantId(row.getString(2)), row.getString(3)),
                most));
        for (Secret each : plain) {
            String sealed = SealedEntry.secret(vault, each.tenant(), each.id(), each.secret());
            RecordUnavailable.joined(writer.writeAside(session -> session.update(
                    "update callback set secret = ?, sealed = 1 where id = ? and sealed = 0",
                    sealed,
                    each.id().value())));
        }
        return plain.size();
    }

    static Optional<byte[]> callbackRoot(Session session, String name) throws SQLException {
        return session.query("select value from secret where name = ?", row -> row.getBytes(1), name).stream()
                .findFirst();
    }

    /** Each new database has it plain for a moment. */
    private boolean root() {
        Optional<byte[]> plain = readers.read(session -> callbackRoot(session, PLAIN_ROOT));
        if (plain.isEmpty()) {
            return false;
        }
        byte[] sealed = vault.seal(TenantId.LOCAL, Purpose.CALLBACK_ROOT, PLAIN_ROOT, plain.get());
        return RecordUnavailable.joined(writer.writeAside(session -> session.update(
                        "update secret set name = ?, value = ? where name = ?", SEALED_ROOT, sealed, PLAIN_ROOT)))
                == 1;
    }
}
