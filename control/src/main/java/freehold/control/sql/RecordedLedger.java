package freehold.control.sql;

import freehold.control.ledger.Audit;
import freehold.ledger.Breach;
import freehold.ledger.Chain;
import freehold.ledger.Head;
import freehold.ledger.Position;
import freehold.wire.receipt.KeySet;
import freehold.wire.receipt.SignedLine;
import freehold.wire.receipt.VerifyingKey;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The ledger in a database, read beside servers or without one; nothing in it is believed. */
public final class RecordedLedger implements AutoCloseable {
    private static final int BATCH = 500;

    private final Session session;

    private RecordedLedger(Session session) {
        this.session = session;
    }

    /**
     * Opens a file.
     *
     * @throws IOException with a sentence, if it has no ledger
     */
    public static RecordedLedger open(Path file) throws IOException {
        return open(file.toString(), new Database(file)::openBeside);
    }

    /**
     * Connects to a database.
     *
     * @throws IOException with a sentence, if it has no ledger
     */
    public static RecordedLedger open(PostgresAddress address) throws IOException {
        return open(address.toString(), new Postgres(address)::openToRead);
    }

    private interface Opening {
        Session open() throws SQLException;
    }

    private static RecordedLedger open(String name, Opening opening) throws IOException {
        try {
            RecordedLedger opened = new RecordedLedger(opening.open());
            try {
                Schema.requireNewest(opened.session);
                opened.session.query("select 1 from ledger limit 1", row -> row.getInt(1));
                return opened;
            } catch (SQLException none) {
                opened.close();
                throw none;
            }
        } catch (SQLException failed) {
            throw new IOException(name + " has no ledger that can be read: " + failed.getMessage(), failed);
        }
    }

    public List<String> chains() throws IOException {
        return reading(
                () -> session.query("select distinct chain from ledger order by chain", row -> row.getString(1)));
    }

    /** Public keys as the file has them: whoever can change the file can change them too. */
    public KeySet keys() throws IOException {
        return reading(() -> KeySet.of(session.query(
                "select encoded from receipt_key order by since_us, id", row -> VerifyingKey.of(row.getBytes(1)))));
    }

    /** Those of them that can be read, for an audit, which tells of the others. */
    public KeySet readableKeys() {
        try {
            return KeyAudit.readable(session);
        } catch (SQLException damaged) {
            return KeySet.of(List.of());
        }
    }

    /** All lines of a chain, in their order. */
    public void read(Chain chain, Consumer<SignedLine> to) throws IOException {
        Position from = Position.FIRST;
        List<SignedLine> lines;
        do {
            Position next = from;
            lines = reading(() -> LedgerRows.read(session, chain, next, BATCH));
            lines.forEach(to);
            from = lines.isEmpty() ? from : lines.getLast().line().position().next();
        } while (lines.size() == BATCH);
    }

    /**
     * Goes through every row and every column of it; what cannot be read as a line is a breach like any other. Where the file itself is
     * damaged, that is a finding too, and what can be read of the rest is still looked at.
     */
    public void audit(Audit audit) throws IOException {
        KeyAudit keys = new KeyAudit();
        Map<String, Long> bytes = new HashMap<>();
        reading(() -> {
            session.engine().beginToRead(session); // or a server would append between the lines and the heads
            part("tables", audit, () -> session.engine().auditTables(session, audit));
            part(
                    "lines",
                    audit,
                    () -> session.each(
                            "select * from ledger order by chain, position", row -> one(row, audit, keys, bytes)));
            Map<Chain, Head> ends = audit.heads();
            Set<Chain> headed = new HashSet<>();
            part(
                    "heads",
                    audit,
                    () -> session.query("select chain, next, last, bytes from ledger_head", row -> {
                        headed.add(head(row, ends, bytes, audit));
                        return true;
                    }));
            part("heads", audit, () -> headless(ends, headed, audit));
            part("keys", audit, () -> keys.run(session, audit));
            part("executions", audit, () -> unattested(ends, audit));
            session.rollBack();
            return true;
        });
    }

    /** Goes through what is recorded of executions beside the ledger; what their receipts say otherwise is a breach like any other. */
    public void auditRecord(Audit audit) throws IOException {
        reading(() -> {
            session.engine().beginToRead(session); // or an execution could be erased between its row and its steps
            part("executions", audit, () -> RecordAudit.run(session, audit));
            session.rollBack();
            return true;
        });
    }

    private interface Part {
        void run() throws SQLException;
    }

    private static void part(String name, Audit audit, Part part) {
        try {
            part.run();
        } catch (SQLException | RuntimeException damaged) { // whoever changed the file may have written anything
            audit.damaged("not all " + name + " can be read: " + reason(damaged));
        }
    }

    /** What an exception says, without names of classes. */
    static String reason(Exception failure) {
        return failure instanceof NullPointerException || failure.getMessage() == null
                ? "something is missing in it"
                : failure.getMessage();
    }

    private static void one(ResultSet row, Audit audit, KeyAudit keys, Map<String, Long> bytes) throws SQLException {
        bytes.merge(String.valueOf(row.getString("chain")), (long) LedgerRows.ROW_BYTES + packed(row), Long::sum);
        StoredLine stored = StoredLine.of(row);
        stored.tell(audit);
        stored.line().ifPresent(keys::take);
    }

    private static int packed(ResultSet row) {
        try {
            byte[] packed = row.getBytes("packed");
            return packed == null ? 0 : packed.length;
        } catch (SQLException wrong) {
            return 0; // told as a row that cannot be read
        }
    }

    private static Chain head(ResultSet row, Map<Chain, Head> ends, Map<String, Long> bytes, Audit audit)
            throws SQLException {
        Chain chain = StoredLine.chain(row.getString(1));
        Head found = ends.getOrDefault(chain, Head.EMPTY);
        Optional<Breach> other = EndAudit.otherEnd(chain, found, row.getLong(2), String.valueOf(row.getString(3)));
        other.ifPresent(audit::unreadable);
        long taken = bytes.getOrDefault(chain.name(), 0L);
        if (other.isEmpty() && taken != row.getLong(4)) {
            audit.unreadable(new Breach(
                    chain, found.next(), "the lines take " + taken + " bytes, and their head says " + row.getLong(4)));
        }
        return chain;
    }

    /** The first line of a chain brings its head, and no act takes it away; so does the first signature the chain of the server. */
    private void headless(Map<Chain, Head> ends, Set<Chain> headed, Audit audit) throws SQLException {
        ends.forEach((chain, end) -> {
            if (!headed.contains(chain)) {
                audit.unreadable(EndAudit.noHead(chain, end));
            }
        });
        if (!ends.containsKey(Chain.SERVER)) {
            EndAudit.lostIntroduction(session).ifPresent(audit::unreadable);
        }
    }

    /** Told once a chain: there may be a million. */
    private void unattested(Map<Chain, Head> ends, Audit audit) throws SQLException {
        session.query(
                "select tenant, count(*), min(id) from execution where " + EndAudit.UNATTESTED
                        + " group by tenant order by tenant",
                row -> {
                    Chain chain = StoredLine.chain(row.getString(1));
                    audit.unreadable(EndAudit.unattested(
                            chain, ends.getOrDefault(chain, Head.EMPTY), row.getLong(2), row.getString(3)));
                    return true;
                });
    }

    private interface Reading<T> {
        T read() throws SQLException;
    }

    private static <T> T reading(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (SQLException | IllegalArgumentException failed) {
            throw new IOException("the ledger cannot be read: " + failed.getMessage(), failed);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (SQLException left) {
            throw new IllegalStateException("the ledger was not closed", left);
        }
    }
}
