package freehold.control.sql;

import freehold.control.ledger.Audit;
import freehold.control.ledger.Verified;
import freehold.ledger.Breach;
import freehold.ledger.Chain;
import freehold.ledger.Head;
import freehold.ledger.Position;
import freehold.quantity.Digest;
import freehold.wire.receipt.KeySet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of one chain as it is stored, read within one transaction, beside the server that writes on. What takes long, the signatures, is
 * looked at by {@link #verified}, when that has ended.
 *
 * @param before of the line before the part; nothing where that is gone or holds anything else, or there is none
 * @param reached where the lines of this part end
 * @param beside what is wrong beside the lines
 * @param next where the chain goes on; nothing at its end
 */
record ChainAudit(
        Chain chain,
        Position from,
        KeySet keys,
        Optional<Head> before,
        List<StoredLine> lines,
        Head reached,
        List<Breach> beside,
        Optional<Position> next) {
    /** Places from there on no cursor can name behind. To SQLite, which keeps any value, text and bytes are greater than all numbers. */
    private static final long BEYOND = 999_999_999_999_999_999L;

    /** Outside of what parts go through: the two ends of the index alone, however long the chain is. */
    private static final String OUTSIDE = "select count(*), substr(cast(min(position) as text), 1, 40) from ("
            + "select position from ledger where chain = ? and position < 0"
            + " union all select position from ledger where chain = ? and position >= ?) as outside";

    /** A fraction, in a part or between it and the one before. */
    private static final String BETWEEN = "select count(*), substr(cast(min(position) as text), 1, 40) from ledger"
            + " where chain = ? and position > ? and position < ? and position <> cast(position as bigint)";

    /** Bytes in place of a name are greater than any text to SQLite, and may read as one that came before: from there it would begin anew. */
    private static final String FIRST_CHAIN =
            "select name from (select min(name) as name from (select min(chain) as name from ledger where chain > ?"
                    + " union all select min(chain) from ledger_head where chain > ?"
                    + " union all select min(tenant) from execution where tenant > ?"
                    + " union all select min(cast('_server' as text)) from receipt_key where cast('_server' as text) > ?) as each_table)"
                    + " as nearest where cast(name as text) > ?";

    static ChainAudit read(Session session, Chain chain, Position from, int most) throws SQLException {
        List<StoredLine> lines = session.query(
                "select * from ledger where chain = ? and position >= ? and position < ? order by position limit ?",
                StoredLine::of,
                chain.name(),
                from.number(),
                BEYOND,
                most);
        List<Breach> beside = new ArrayList<>();
        for (StoredLine line : lines) {
            if (line.receipt().isPresent()) {
                RecordAudit.of(session, line.receipt().get()).ifPresent(beside::add);
            }
        }
        Optional<Head> before = before(session, chain, from);
        Head reached = lines.stream()
                .flatMap(each -> each.line().stream())
                .map(signed -> signed.line().head())
                .reduce(before.orElse(Head.EMPTY), (_, later) -> later);
        boolean goesOn = lines.size() == most;
        long last = goesOn ? lines.getLast().place() : BEYOND;
        misplaced(session, chain, reached, BETWEEN, chain.name(), Math.max(0, from.number() - 1), last)
                .ifPresent(beside::add);
        if (!goesOn) {
            end(session, chain, reached, beside);
        }
        return new ChainAudit(
                chain,
                from,
                KeyAudit.readable(session),
                before,
                lines,
                reached,
                beside,
                goesOn ? Optional.of(new Position(lines.getLast().place() + 1)) : Optional.empty());
    }

    Verified verified() {
        Audit audit = new Audit(Optional.of(keys));
        before.ifPresent(head -> audit.goOn(chain, head));
        if (before.isEmpty() && from.number() > 0) {
            audit.unreadable(EndAudit.noLineBefore(chain, from));
        }
        lines.forEach(line -> line.tell(audit));
        beside.forEach(audit::unreadable);
        return new Verified(chain, lines.size(), audit.findings(), reached, next);
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

    private static void end(Session session, Chain chain, Head reached, List<Breach> found) throws SQLException {
        boolean headed = !session.query(
                        "select next, last from ledger_head where chain = ?",
                        row -> {
                            EndAudit.otherEnd(chain, reached, row.getLong(1), String.valueOf(row.getString(2)))
                                    .ifPresent(found::add);
                            return true;
                        },
                        chain.name())
                .isEmpty();
        boolean begun = reached.next().number() > 0;
        if (begun && !headed) {
            found.add(EndAudit.noHead(chain, reached));
        }
        if (!begun && chain.equals(Chain.SERVER)) {
            EndAudit.lostIntroduction(session).ifPresent(found::add);
        }
        misplaced(session, chain, reached, OUTSIDE, chain.name(), chain.name(), BEYOND)
                .ifPresent(found::add);
        session.query(
                "select count(*), min(id) from execution where tenant = ? and " + EndAudit.UNATTESTED,
                row -> {
                    if (row.getLong(1) > 0) {
                        found.add(EndAudit.unattested(chain, reached, row.getLong(1), row.getString(2)));
                    }
                    return true;
                },
                chain.name());
    }

    private static Optional<Breach> misplaced(
            Session session, Chain chain, Head reached, String query, Object... arguments) throws SQLException {
        return session.query(
                        query,
                        row -> row.getLong(1) == 0
                                ? Optional.<Breach>empty()
                                : Optional.of(EndAudit.misplaced(chain, reached, row.getLong(1), row.getString(2))),
                        arguments)
                .getFirst();
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
