package freehold.control.sql;

import freehold.control.ledger.Audit;
import freehold.control.ledger.Verified;
import freehold.ledger.Chain;
import freehold.ledger.Head;
import freehold.ledger.Kind;
import freehold.ledger.Position;
import freehold.quantity.Digest;
import freehold.wire.receipt.SignedLine;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Goes through a part of one chain within one transaction, beside the server that writes on. */
final class ChainAudit {
    /** Bytes in place of a name are greater than any text to SQLite, and may read as one that came before: from there it would begin anew. */
    private static final String FIRST_CHAIN =
            "select name from (select min(name) as name from (select min(chain) as name from ledger where chain > ?"
                    + " union all select min(chain) from ledger_head where chain > ?"
                    + " union all select min(tenant) from execution where tenant > ?"
                    + " union all select min(cast('_server' as text)) from receipt_key where cast('_server' as text) > ?) as each_table)"
                    + " as nearest where cast(name as text) > ?";

    private ChainAudit() {}

    static Verified run(Session session, Chain chain, Position from, int most) throws SQLException {
        Audit audit = new Audit(Optional.of(KeyAudit.readable(session)));
        Optional<Head> before = before(session, chain, from);
        before.ifPresent(head -> audit.goOn(chain, head));
        if (before.isEmpty() && from.number() > 0) {
            audit.unreadable(EndAudit.noLineBefore(chain, from));
        }
        List<Row> rows = session.query(
                "select * from ledger where chain = ? and position >= ? order by position limit ?",
                row -> new Row(row.getLong("position"), LineAudit.take(row, audit)),
                chain.name(),
                from.number(),
                most);
        for (Row row : rows) {
            if (row.receipt().isPresent()) {
                RecordAudit.of(session, row.receipt().get()).ifPresent(audit::unreadable);
            }
        }
        Head reached = audit.heads().getOrDefault(chain, Head.EMPTY);
        boolean goesOn = rows.size() == most && rows.getLast().isAtOrBehind(from);
        if (!goesOn) {
            end(session, chain, reached, audit);
        }
        return new Verified(
                chain,
                rows.size(),
                audit.findings(),
                reached,
                goesOn ? Optional.of(new Position(rows.getLast().position() + 1)) : Optional.empty());
    }

    /** By the place that it has in the table, which is where one goes on, whatever it holds. */
    private record Row(long position, Optional<SignedLine> line) {
        /** Else its place is no number: SQLite keeps any value, sorts text behind all numbers and reads it as 0. */
        boolean isAtOrBehind(Position from) {
            return position >= from.number() && position < Long.MAX_VALUE;
        }

        Optional<SignedLine> receipt() {
            return line.filter(each -> each.line().kind() == Kind.RECEIPT);
        }
    }

    /** Nothing where the row before is gone or holds anything else. */
    private static Optional<Head> before(Session session, Chain chain, Position from) throws SQLException {
        return session
                .query(
                        "select hash from ledger where chain = ? and position = ?",
                        row -> hash(row.getString(1)),
                        chain.name(),
                        from.number() - 1)
                .stream()
                .flatMap(Optional::stream)
                .map(hash -> new Head(from, hash))
                .findFirst();
    }

    private static Optional<Digest> hash(String text) {
        try {
            return Optional.of(new Digest(text));
        } catch (RuntimeException changed) {
            return Optional.empty();
        }
    }

    private static void end(Session session, Chain chain, Head reached, Audit audit) throws SQLException {
        boolean headed = !session.query(
                        "select next, last from ledger_head where chain = ?",
                        row -> {
                            EndAudit.otherEnd(chain, reached, row.getLong(1), String.valueOf(row.getString(2)))
                                    .ifPresent(audit::unreadable);
                            return true;
                        },
                        chain.name())
                .isEmpty();
        boolean begun = reached.next().number() > 0;
        if (begun && !headed) {
            audit.unreadable(EndAudit.noHead(chain, reached));
        }
        if (!begun && chain.equals(Chain.SERVER)) {
            EndAudit.lostIntroduction(session).ifPresent(audit::unreadable);
        }
        session.query(
                "select count(*), min(id) from execution where tenant = ? and " + EndAudit.UNATTESTED,
                row -> {
                    if (row.getLong(1) > 0) {
                        audit.unreadable(EndAudit.unattested(chain, reached, row.getLong(1), row.getString(2)));
                    }
                    return true;
                },
                chain.name());
    }

    /** The one whose name comes next; what is no name of a chain is passed over. */
    static Optional<Chain> after(Session session, String name) throws SQLException {
        Optional<String> next = Optional.of(name);
        while (next.isPresent()) {
            String last = next.get();
            next =
                    session
                            .query(
                                    FIRST_CHAIN,
                                    row -> Optional.ofNullable(row.getString(1)),
                                    last,
                                    last,
                                    last,
                                    last,
                                    last)
                            .stream()
                            .flatMap(Optional::stream)
                            .findFirst();
            Optional<Chain> chain = next.flatMap(ChainAudit::named);
            if (chain.isPresent()) {
                return chain;
            }
        }
        return Optional.empty();
    }

    private static Optional<Chain> named(String name) {
        try {
            return Optional.of(new Chain(name));
        } catch (IllegalArgumentException changed) {
            return Optional.empty();
        }
    }
}
