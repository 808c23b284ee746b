package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SchemaTest {
    @TempDir
    private Path folder;

    @Test
    void a_fresh_database_is_brought_to_the_newest_version_and_again_is_nothing_to_do() throws Exception {
        try (Session session = Database.at(folder.resolve("a.db")).open()) {
            Schema.bring(session);
            Schema.bring(session);

            assertThat(Schema.version(session)).isEqualTo(1);
        }
    }

    @Test
    void commits_survive_the_loss_of_power_and_erased_rows_are_overwritten() throws Exception {
        try (Session session = Database.at(folder.resolve("a.db")).open()) {
            List<String> settings = List.of(
                    pragma(session, "journal_mode"),
                    pragma(session, "synchronous"),
                    pragma(session, "secure_delete"),
                    pragma(session, "foreign_keys"));

            assertThat(settings).containsExactly("wal", "2", "1", "1");
        }
    }

    private static String pragma(Session session, String name) throws Exception {
        return session.query("pragma " + name, row -> row.getString(1)).getFirst();
    }
}
