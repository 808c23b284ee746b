package freehold.control.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * One SQLite file, with the settings without which its promises do not hold: WAL and synchronous=FULL (a commit survives the loss of
 * power), secure_delete (what is erased is overwritten), incremental auto_vacuum (what is erased can be given back), foreign keys.
 */
record Database(Path file) {
    static final int BUSY_MILLIS_MAX = 5_000;
    private static final int INCREMENTAL = 2;

    /** Makes the file, closed to other users, if it is not there. */
    static Database at(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return new Database(file);
    }

    Session open() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS_MAX);
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setGetGeneratedKeys(false); // nobody asks for them, and the driver would query them after each insert
        Session session = new Session(new Sqlite(this), config.createConnection("jdbc:sqlite:" + file));
        if (session.query("pragma auto_vacuum", row -> row.getInt(1)).getFirst() != INCREMENTAL) {
            session.script("pragma auto_vacuum = incremental");
            session.script("vacuum"); // without which a file that has pages already does not change
        }
        return session;
    }

    /** For reading beside a server, or without one: then whoever closes last must be able to take the log away, which a reader cannot. */
    Session openBeside() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(BUSY_MILLIS_MAX);
        return new Session(new Sqlite(this), config.createConnection("jdbc:sqlite:" + file));
    }

    /** For adding to it beside a server, or without one. */
    Session openToAppend() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS_MAX);
        return new Session(new Sqlite(this), config.createConnection("jdbc:sqlite:" + file));
    }

    /** For changing a file that nobody else knows of, and that is one file. */
    Session openAlone() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        config.setJournalMode(SQLiteConfig.JournalMode.MEMORY);
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        return new Session(new Sqlite(this), config.createConnection("jdbc:sqlite:" + file));
    }

    /** An empty one that is gone when it is closed. */
    static Session inMemory() throws SQLException {
        return new Session(
                new Sqlite(new Database(Path.of(":memory:"))),
                new SQLiteConfig().createConnection("jdbc:sqlite::memory:"));
    }

    /** For reading alone. */
    Session openToRead() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS_MAX);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        return new Session(new Sqlite(this), config.createConnection("jdbc:sqlite:" + file));
    }
}
