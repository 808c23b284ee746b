package freehold.control.sql;

import freehold.control.ledger.Notary;
import freehold.control.ledger.SigningKey;
import freehold.control.record.Entry;
import freehold.execution.ExecutionId;
import freehold.ledger.Act;
import freehold.ledger.Chain;
import freehold.ledger.Head;
import freehold.ledger.Kind;
import freehold.ledger.Position;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import freehold.wire.receipt.Envelope;
import freehold.wire.receipt.KeySet;
import freehold.wire.receipt.SignedLine;
import freehold.wire.receipt.VerifyingKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lines of the ledger as rows. Appending is for within a transaction that has locked the chain, which makes the head that it reads the last. */
final class LedgerRows {
    /** What a row and its part of the indexes take besides the document, nearly. In the sums of all heads that there are: an audit adds them up. */
    static final int ROW_BYTES = 750;

    private LedgerRows() {}

    /** The receipt of an execution that has ended; nothing if there is one. */
    static void attest(Session session, Entry ended, SigningKey key, Instant now) throws SQLException {
        String id = ended.execution().id().value();
        if (!session.query("select 1 from ledger where execution = ?", row -> row.getInt(1), id)
                .isEmpty()) {
            return;
        }
        introduce(session, key, now);
        Chain chain = Chain.of(ended.execution().tenant());
        insert(session, Notary.attest(ended, chain, head(session, chain), key), Optional.of(id));
    }

    static Position minute(Session session, Chain chain, Act act, SigningKey key, Instant now) throws SQLException {
        introduce(session, key, now);
        SignedLine line = Notary.minute(act, chain, head(session, chain), key);
        insert(session, line, Optional.empty());
        return line.line().position();
    }

    /** Before its first signature a key is published, and the chain of the server says so. */
    private static void introduce(Session session, SigningKey key, Instant now) throws SQLException {
        int fresh = session.update(
                "insert into receipt_key values (?, ?, ?) on conflict do nothing",
                key.id(),
                key.verifying().encoded(),
                ExecutionRows.micros(now));
        if (fresh == 0) {
            return;
        }
        session.engine().lockChains(session, Set.of(Chain.SERVER));
        Optional<Digest> before = session
                .query(
                        "select id from receipt_key where id <> ? order by since_us desc limit 1",
                        row -> new Digest(row.getString(1)),
                        key.id())
                .stream()
                .findFirst();
        Act act = new Act(
                now,
                "server",
                SignedLine.Introduction.ACTION,
                key.id(),
                Optional.empty(),
                before,
                Optional.of(new Digest(key.id())));
        insert(session, Notary.minute(act, Chain.SERVER, head(session, Chain.SERVER), key), Optional.empty());
    }

    private static Head head(Session session, Chain chain) throws SQLException {
        return session
                .query(
                        "select next, last from ledger_head where chain = ?",
                        row -> new Head(new Position(row.getLong(1)), new Digest(row.getString(2))),
                        chain.name())
                .stream()
                .findFirst()
                .orElse(Head.EMPTY);
    }

    private static void insert(Session session, SignedLine signed, Optional<String> execution) throws SQLException {
        Head head = signed.line().head();
        byte[] packed = Packed.pack(signed.envelope().payload());
        session.ahead(
                "insert into ledger values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                signed.line().chain().name(),
                signed.line().position().number(),
                signed.line().kind().label(),
                signed.line().previous().hex(),
                signed.line().hash().hex(),
                signed.envelope().payloadType(),
                packed,
                signed.envelope().keyId(),
                signed.envelope().signature(),
                execution.orElse(null));
        session.ahead(
                "insert into ledger_head values (?, ?, ?, ?) on conflict (chain) do update set "
                        + "next = excluded.next, last = excluded.last, bytes = ledger_head.bytes + excluded.bytes",
                signed.line().chain().name(),
                head.next().number(),
                head.last().hex(),
                packed.length + ROW_BYTES);
    }

    static Optional<SignedLine> receipt(Session session, TenantId tenant, ExecutionId id) throws SQLException {
        return session
                .query(
                        "select * from ledger where execution = ? and chain = ?",
                        LedgerRows::line,
                        id.value(),
                        Chain.of(tenant).name())
                .stream()
                .findFirst();
    }

    static List<SignedLine> read(Session session, Chain chain, Position from, int most) throws SQLException {
        return session.query(
                "select * from ledger where chain = ? and position >= ? order by position limit ?",
                LedgerRows::line,
                chain.name(),
                from.number(),
                most);
    }

    /** @throws IllegalArgumentException if a row has something that no line can have */
    static SignedLine line(ResultSet row) throws SQLException {
        return SignedLine.of(
                new Chain(row.getString("chain")),
                new Position(row.getLong("position")),
                Kind.of(row.getString("kind"))
                        .orElseThrow(() -> new IllegalArgumentException("it has no kind that is known")),
                new Digest(row.getString("previous")),
                new Digest(row.getString("hash")),
                new Envelope(
                        row.getString("payload_type"),
                        Packed.unpack(row.getBytes("packed")),
                        row.getString("key_id"),
                        row.getBytes("signature")));
    }

    /** All keys that signed; the current one too, though it has not yet. */
    static KeySet keys(Session session, VerifyingKey current) throws SQLException {
        List<KeySet.Published> keys = new ArrayList<>(session.query(
                "select encoded, since_us from receipt_key order by since_us, id", row -> {
                    VerifyingKey key = VerifyingKey.of(row.getBytes(1));
                    return new KeySet.Published(
                            key, Optional.of(CallbackRows.instant(row.getLong(2))), key.equals(current));
                }));
        if (keys.stream().noneMatch(KeySet.Published::current)) {
            keys.add(new KeySet.Published(current, Optional.empty(), true));
        }
        return new KeySet(keys);
    }

    static Bytes size(Session session) throws SQLException {
        return new Bytes(session.query("select coalesce(sum(bytes), 0) from ledger_head", row -> row.getLong(1))
                .getFirst());
    }
}
