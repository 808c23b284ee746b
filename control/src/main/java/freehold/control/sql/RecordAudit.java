package freehold.control.sql;

import freehold.control.ledger.Audit;
import freehold.control.vault.Purpose;
import freehold.control.vault.Vault;
import freehold.execution.ExecutionId;
import freehold.ledger.Breach;
import freehold.tenant.TenantId;
import freehold.wire.receipt.Agreement;
import freehold.wire.receipt.SignedLine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Holds what is recorded of executions that have ended, or have a receipt, against their receipts: an end and its receipt are stored in one step.
 * One without a receipt is passed over: that a line is gone its chain tells.
 */
final class RecordAudit {
    private static final String FINISHED = "finished";
    /** Without what was asked and the journal, which no receipt has: of some hundred executions they may be gigabytes. */
    private static final String ATTESTED =
            "select id, tenant, state, verdict, explanation, runtime_name, runtime_version, runtime_digest, tier,"
                    + " cpu_ms, wall_ms, memory_bytes, processes, output_bytes, disk_bytes, open_files, created_us, started_us, finished_us,"
                    + " queued_ns, prepared_ns, built_ns, ran_ns, collected_ns, build_cached, start, sealed, retain, repeatability, secrets,"
                    + " policy_name, policy_digest from execution where ";

    private static final String ENDED = ATTESTED
            + "state = 'finished' or exists (select 1 from ledger where ledger.execution = execution.id) order by id";

    private RecordAudit() {}

    static void run(Session session, Audit audit) throws SQLException {
        session.each(ENDED, row -> {
            audit.looked();
            one(session, row).ifPresent(audit::unreadable);
        });
    }

    private static Optional<Breach> one(Session session, ResultSet row) throws SQLException {
        String id = String.valueOf(row.getString("id"));
        Optional<SignedLine> receipt = receipt(session, id);
        return receipt.isEmpty() ? Optional.empty() : compared(session, row, receipt.get());
    }

    /** What the record says otherwise than this receipt, if it has the execution still. */
    static Optional<Breach> of(Session session, SignedLine receipt) throws SQLException {
        return session
                .query(
                        ATTESTED + "id = ?",
                        row -> compared(session, row, receipt),
                        receipt.execution().map(ExecutionId::value).orElse(""))
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Breach> compared(Session session, ResultSet row, SignedLine receipt) throws SQLException {
        String id = String.valueOf(row.getString("id"));
        String state = row.getString("state");
        if (!FINISHED.equals(state)) {
            return Optional.of(at(receipt, "the record of " + id + " says that it has not ended: " + state));
        }
        Optional<String> what;
        try {
            what = Agreement.breach(ExecutionRows.execution(session, row, Closed.VAULT), receipt)
                    .map(member -> "the record of " + id + " says otherwise: " + member);
        } catch (RuntimeException | SQLException wrong) { // whoever changed the row may have written anything
            what = Optional.of("the record of " + id + " cannot be read: " + RecordedLedger.reason(wrong));
        }
        return what.map(sentence -> at(receipt, sentence));
    }

    private static Breach at(SignedLine receipt, String sentence) {
        return new Breach(receipt.line().chain(), receipt.line().position(), sentence);
    }

    private static Optional<SignedLine> receipt(Session session, String id) throws SQLException {
        try {
            return session.query("select * from ledger where execution = ?", LedgerRows::line, id).stream()
                    .findFirst();
        } catch (RuntimeException | SQLException wrong) {
            return Optional.empty(); // a breach of the chain, and told as one
        }
    }

    /** Whoever verifies needs no master key, so content stays sealed: it has a seal of its own, which tells a changed bit. */
    private enum Closed implements Vault {
        VAULT;

        private static final byte[] NOTHING = {};

        @Override
        public byte[] open(TenantId tenant, Purpose purpose, String id, byte[] sealed) {
            return NOTHING;
        }

        @Override
        public byte[] seal(TenantId tenant, Purpose purpose, String id, byte[] plain) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int rotate(TenantId tenant) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void destroy(TenantId tenant) {
            throw new UnsupportedOperationException();
        }
    }
}
