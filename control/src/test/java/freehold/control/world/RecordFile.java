package freehold.control.world;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The record of a {@link World}, beside its back: what another program, or a person with a shell, could do to it. */
public final class RecordFile {
    private RecordFile() {}

    /** Carries out one statement, and waits up to 20 s for whoever writes. */
    public static void change(Path folder, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("freehold.db"));
                var statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 20000");
            statement.executeUpdate(sql);
        }
    }
}
