package freehold.control.sql;

import freehold.control.ledger.Audit;
import freehold.ledger.Breach;
import freehold.ledger.Chain;
import freehold.ledger.Kind;
import freehold.ledger.Position;
import freehold.wire.receipt.SignedLine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of the ledger, for an audit; what cannot be read as a line is a breach like any other.
 *
 * @param place that it has in the table, which is where one goes on, whatever it holds
 * @param line nothing where the row cannot be read as one
 * @param breach of the row, beside what an audit finds of the line
 */
record StoredLine(long place, Optional<SignedLine> line, Optional<Breach> breach) {
    private static final Chain UNKNOWN = new Chain("unknown");

    static StoredLine of(ResultSet row) throws SQLException {
        long place = row.getLong("position");
        SignedLine signed;
        try {
            signed = LedgerRows.line(row);
        } catch (RuntimeException | SQLException wrong) { // whoever changed the row may have written anything
            return new StoredLine(
                    place,
                    Optional.empty(),
                    Optional.of(new Breach(
                            chain(row.getString("chain")),
                            new Position(Math.max(0, place)),
                            "its row cannot be read: " + RecordedLedger.reason(wrong))));
        }
        String indexed = Optional.ofNullable(row.getString("execution")).orElse("");
        String said = signed.execution().map(id -> id.value()).orElse("");
        boolean isReceipt = signed.line().kind() == Kind.RECEIPT;
        return new StoredLine(
                place,
                Optional.of(signed),
                indexed.equals(isReceipt ? said : "")
                        ? Optional.empty()
                        : Optional.of(new Breach(
                                signed.line().chain(),
                                signed.line().position(),
                                "its row names another execution than its document")));
    }

    /** Verifies the signature, which takes the longest. */
    void tell(Audit audit) {
        line.ifPresentOrElse(audit::take, audit::looked);
        breach.ifPresent(audit::unreadable);
    }

    /** The receipt of an execution, if it is one. */
    Optional<SignedLine> receipt() {
        return line.filter(each -> each.line().kind() == Kind.RECEIPT);
    }

    static Chain chain(@Nullable String name) {
        try {
            return name == null ? UNKNOWN : new Chain(name);
        } catch (IllegalArgumentException changed) {
            return UNKNOWN;
        }
    }
}
