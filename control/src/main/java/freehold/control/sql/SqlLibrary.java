package freehold.control.sql;

import java.io.IOException;
import org.sqlite.SQLiteJDBCLoader;

/** The native library of SQLite, for who has to have it before a file is opened. */
public final class SqlLibrary {
    private SqlLibrary() {}

    /**
     * Loads it, once in a process. Where it is unpacked, the property {@code org.sqlite.tmpdir} says; the file there is not needed afterwards.
     *
     * @throws IOException if this machine cannot load it
     */
    public static void load() throws IOException {
        try {
            if (!SQLiteJDBCLoader.initialize()) {
                throw new IOException("the library of SQLite cannot be loaded");
            }
        } catch (IOException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IOException("the library of SQLite cannot be loaded: " + failed.getMessage(), failed);
        }
    }
}
