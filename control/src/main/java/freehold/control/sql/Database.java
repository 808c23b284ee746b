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
 * power), secure_delete (what is erased is overwritten), foreign keys.
 */
record Database(Path file) {
    private static final int BUSY_MILLIS_MAX = 5_000;

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
        return new Session(config.createConnection("jdbc:sqlite:" + file));
    }

    /** For reading alone. */
    Session openToRead() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS_MAX);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        return new Session(config.createConnection("jdbc:sqlite:" + file));
    }
}
