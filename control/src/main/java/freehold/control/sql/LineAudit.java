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

/** Has an audit take one line of the ledger from its row; what cannot be read as a line is a breach like any other. */
final class LineAudit {
    private static final Chain UNKNOWN = new Chain("unknown");

    private LineAudit() {}

    static Optional<SignedLine> take(ResultSet row, Audit audit) throws SQLException {
        SignedLine signed;
        try {
            signed = LedgerRows.line(row);
        } catch (RuntimeException | SQLException wrong) { // whoever changed the row may have written anything
            audit.looked();
            audit.unreadable(new Breach(
                    chain(row.getString("chain")),
                    new Position(Math.max(0, row.getLong("position"))),
                    "its row cannot be read: " + RecordedLedger.reason(wrong)));
            return Optional.empty();
        }
        audit.take(signed);
        String indexed = Optional.ofNullable(row.getString("execution")).orElse("");
        String said = signed.execution().map(id -> id.value()).orElse("");
        boolean isReceipt = signed.line().kind() == Kind.RECEIPT;
        if (!indexed.equals(isReceipt ? said : "")) {
            audit.unreadable(new Breach(
                    signed.line().chain(),
                    signed.line().position(),
                    "its row names another execution than its document"));
        }
        return Optional.of(signed);
    }

    static Chain chain(@Nullable String name) {
        try {
            return name == null ? UNKNOWN : new Chain(name);
        } catch (IllegalArgumentException changed) {
            return UNKNOWN;
        }
    }
}
