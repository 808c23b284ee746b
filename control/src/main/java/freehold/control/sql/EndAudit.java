package freehold.control.sql;

import freehold.ledger.Breach;
import freehold.ledger.Chain;
import freehold.ledger.Head;
import freehold.ledger.Position;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be wrong at the end of a chain, where no next line tells: each as the breach that an audit notes. */
final class EndAudit {
    /** An end and its receipt are stored in one step, so an end without one has lost it. */
    static final String UNATTESTED = "state = 'finished' and not exists"
            + " (select 1 from ledger where ledger.execution = execution.id and ledger.chain = execution.tenant)";

    private EndAudit() {}

    /**
     * Where the head of a chain says that it ends elsewhere.
     *
     * @param found where its lines end
     */
    static Optional<Breach> otherEnd(Chain chain, Head found, long next, String last) {
        return found.next().number() == next && found.last().hex().equals(last)
                ? Optional.empty()
                : Optional.of(new Breach(
                        chain,
                        found.next(),
                        "the chain does not end where its head says, at " + next + ": lines were added or removed"));
    }

    /** The first line of a chain brings its head, and no act takes it away. */
    static Breach noHead(Chain chain, Head found) {
        return new Breach(
                chain, found.next(), "the chain has no head, which says where it ends: lines may be gone with it");
    }

    /** Whoever goes on behind a line has seen it. */
    static Breach noLineBefore(Chain chain, Position from) {
        return new Breach(chain, from, "the line before this place is gone, or has no hash");
    }

    /** So does the first signature the chain of the server; for one without a line. */
    static Optional<Breach> lostIntroduction(Session session) throws SQLException {
        return session.query("select 1 from receipt_key limit 1", row -> row.getInt(1)).stream()
                .findFirst()
                .map(_ -> new Breach(
                        Chain.SERVER, Position.FIRST, "a key signed lines, and the line that introduced it is gone"));
    }

    /** Where no line of a chain can be, so that nobody who goes from place to place comes by. */
    static Breach misplaced(Chain chain, Head found, long count, @Nullable String first) {
        return new Breach(
                chain,
                found.next(),
                "rows have a place that no line can have: " + count + ", the first of them at " + first);
    }

    static Breach unattested(Chain chain, Head found, long count, @Nullable String first) {
        return new Breach(
                chain,
                found.next(),
                "executions that ended have no receipt: " + count + ", the first of them " + first);
    }
}
