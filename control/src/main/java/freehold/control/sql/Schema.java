package freehold.control.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a database to the newest version: the files {@code 0001.sql}, … in their order, each in a transaction of its own. Then it must
 * have exactly the tables that a new one has: a write that fails for want of a column would be noticed after its answer.
 */
final class Schema {
    private static final List<String> VERSIONS = List.of(
            "0001.sql", "0002.sql", "0003.sql", "0004.sql", "0005.sql", "0006.sql", "0007.sql", "0008.sql", "0009.sql");

    private Schema() {}

    /** @throws SQLException if the database was made by a newer Freehold, or a step fails; then it is as it was before that step */
    static void bring(Session session) throws SQLException {
        while (version(session) != VERSIONS.size()) {
            step(session);
        }
    }

    /** One step within a transaction, for others may bring it too at this time. */
    private static void step(Session session) throws SQLException {
        Engine engine = session.engine();
        engine.beginToWrite(session);
        try {
            engine.lockSchema(session);
            int version = engine.version(session);
            requireKnown(version);
            if (version < VERSIONS.size()) {
                session.script(engine.translated(text(VERSIONS.get(version))));
                engine.setVersion(session, version + 1);
            }
            session.commit();
        } catch (SQLException failed) {
            session.rollBack();
            throw failed;
        }
    }

    /** @throws SQLException if only a newer Freehold knows this version */
    static void requireKnown(int version) throws SQLException {
        if (version > VERSIONS.size()) {
            throw new SQLException("The database has version " + version + ", made by a newer Freehold; this one knows "
                    + VERSIONS.size() + ".");
        }
    }

    /** @throws SQLException if it is of another version than this one makes, so that it can only be read after a server brought it there */
    static void requireNewest(Session session) throws SQLException {
        int version = version(session);
        requireKnown(version);
        if (version == 0) {
            throw new SQLException("it is no record of Freehold; a server makes one there when it starts");
        }
        if (version < VERSIONS.size()) {
            throw new SQLException("The database has version " + version + ", and this Freehold reads "
                    + VERSIONS.size() + "; a server of this Freehold brings it there when it starts.");
        }
    }

    /** @throws SQLException if the tables are not those that {@link #bring} makes in an empty database */
    static void require(Session session, Session fresh) throws SQLException {
        bring(fresh);
        List<String> lacking = new ArrayList<>(fresh.engine().definitions(fresh));
        lacking.removeAll(session.engine().definitions(session));
        List<String> foreign = new ArrayList<>(session.engine().definitions(session));
        foreign.removeAll(fresh.engine().definitions(fresh));
        if (!lacking.isEmpty() || !foreign.isEmpty()) {
            throw new SQLException("Its tables are not those of version " + VERSIONS.size()
                    + "; it was made by a development state of Freehold, and must be moved away. Expected: " + lacking
                    + ", found: " + foreign);
        }
    }

    static int version(Session session) throws SQLException {
        return session.engine().version(session);
    }

    static String text(String file) {
        try (InputStream resource = Schema.class.getResourceAsStream(file)) {
            if (resource == null) {
                throw new IllegalStateException("missing from the class path: " + file);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
