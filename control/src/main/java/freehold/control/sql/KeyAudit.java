package freehold.control.sql;

import freehold.control.ledger.Audit;
import freehold.wire.receipt.KeySet;
import freehold.wire.receipt.SignedLine;
import freehold.wire.receipt.VerifyingKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the public keys that are kept beside the ledger against the lines of the server's chain that introduced them: a key and its line
 * are stored in one step. What a key's row says, its line and the key itself say too.
 */
final class KeyAudit {
    private final Map<String, SignedLine.Introduction> introductions = new HashMap<>();

    /** Those of the kept keys that can be read; an audit tells of the others. */
    static KeySet readable(Session session) throws SQLException {
        return KeySet.of(session.query("select encoded from receipt_key order by id", KeyAudit::readable).stream()
                .flatMap(Optional::stream)
                .toList());
    }

    private static Optional<VerifyingKey> readable(ResultSet row) {
        try {
            return Optional.of(VerifyingKey.of(row.getBytes(1)));
        } catch (RuntimeException | SQLException changed) {
            return Optional.empty();
        }
    }

    void take(SignedLine line) {
        line.introduction().ifPresent(each -> introductions.putIfAbsent(each.keyId(), each));
    }

    /** After all lines. */
    void run(Session session, Audit audit) throws SQLException {
        Set<String> kept = new HashSet<>();
        session.query("select id, encoded, since_us from receipt_key order by id", row -> {
            one(row, kept, audit);
            return true;
        });
        introductions.keySet().stream()
                .filter(id -> !kept.contains(id))
                .sorted()
                .forEach(id -> audit.damaged("receipt key " + id + " was introduced, and is not kept any more"));
    }

    private void one(ResultSet row, Set<String> kept, Audit audit) throws SQLException {
        String said = String.valueOf(row.getString("id"));
        String id;
        try {
            id = VerifyingKey.of(row.getBytes("encoded")).id();
        } catch (RuntimeException | SQLException wrong) { // whoever changed the row may have written anything
            audit.damaged("receipt key " + said + " cannot be read");
            kept.add(said);
            return;
        }
        kept.add(id);
        if (!id.equals(said)) {
            audit.damaged("receipt key " + id + " is kept under another id: " + said);
        }
        SignedLine.Introduction introduction = introductions.get(id);
        if (introduction == null) {
            audit.damaged("receipt key " + id + " is introduced by no line of the server's chain");
        } else if (!introduction.isAt(CallbackRows.instant(row.getLong("since_us")))) {
            audit.damaged("receipt key " + id + " signed since another moment than the line says that introduced it: "
                    + introduction.at());
        }
    }
}
