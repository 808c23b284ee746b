package freehold.control.sql;

import freehold.control.backup.Snapshot;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** Copies of a SQLite file, made by SQLite itself within one of its transactions. */
public final class SqlSnapshot implements Snapshot {
    private interface Work<T> {
        T with(Session session) throws SQLException;
    }

    @Override
    public void take(Path record, Path into) throws IOException {
        String name = into.toAbsolutePath().toString().replace("'", "''");
        at(new Database(record)::openBeside, session -> {
            session.script("vacuum into '" + name + "'");
            return true;
        });
    }

    @Override
    public List<Use> uses(Path snapshot) throws IOException {
        return at(
                new Database(snapshot)::openToRead,
                session -> session.query(
                        "select distinct tenant, digest from content_use order by tenant, digest",
                        row -> new Use(new TenantId(row.getString(1)), new Digest(row.getString(2)))));
    }

    @Override
    public void forget(Path snapshot, List<Use> gone) throws IOException {
        at(new Database(snapshot)::openAlone, session -> {
            for (Use use : gone) {
                for (String id : session.query(
                        "select execution from content_use where tenant = ? and digest = ?",
                        row -> row.getString(1),
                        use.tenant().value(),
                        use.digest().hex())) {
                    session.update("delete from execution where id = ?", id);
                    session.update("delete from batch_item where execution = ?", id);
                }
            }
            return true;
        });
    }

    @Override
    public void check(Path snapshot) throws IOException {
        at(new Database(snapshot)::openToRead, session -> {
            String verdict = session.query("pragma integrity_check(1)", row -> row.getString(1))
                    .getFirst();
            if (!verdict.equals("ok")) {
                throw new SQLException("the record is damaged: " + verdict);
            }
            Schema.requireKnown(Schema.version(session));
            return true;
        });
    }

    private interface Opening {
        Session open() throws SQLException;
    }

    private static <T> T at(Opening opening, Work<T> work) throws IOException {
        try (Session session = opening.open()) {
            return work.with(session);
        } catch (SQLException failed) {
            throw new IOException(failed.getMessage(), failed);
        }
    }
}
