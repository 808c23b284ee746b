package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

            assertThat(Schema.version(session)).isEqualTo(9);
        }
    }

    @Test
    void a_database_of_version_1_with_rows_becomes_the_newest_and_keeps_them() throws Exception {
        try (Session session = Database.at(folder.resolve("a.db")).open();
                Session fresh = Database.inMemory()) {
            session.script(session.engine().translated(Schema.text("0001.sql")));
            session.script("pragma user_version = 1");
            session.update("insert into idempotency values ('ann', 'k', 'b', 'e', 1)");

            Schema.bring(session);
            Schema.require(session, fresh);

            assertThat(session.query("select name from idempotency", row -> row.getString(1)))
                    .containsExactly("k");
        }
    }

    @Test
    void tables_that_are_not_its_own_are_refused() throws Exception {
        try (Session session = Database.at(folder.resolve("a.db")).open();
                Session fresh = Database.inMemory()) {
            Schema.bring(session);
            session.script("alter table execution drop column start");

            assertThatThrownBy(() -> Schema.require(session, fresh)).hasMessageContaining("Its tables are not those");
        }
    }

    @Test
    void commits_survive_the_loss_of_power_and_erased_rows_are_overwritten() throws Exception {
        try (Session session = Database.at(folder.resolve("a.db")).open()) {
            List<String> settings = List.of(
                    pragma(session, "journal_mode"),
                    pragma(session, "synchronous"),
                    pragma(session, "secure_delete"),
                    pragma(session, "foreign_keys"),
                    pragma(session, "auto_vacuum"));

            assertThat(settings).containsExactly("wal", "2", "1", "1", "2");
        }
    }

    private static String pragma(Session session, String name) throws Exception {
        return session.query("pragma " + name, row -> row.getString(1)).getFirst();
    }
}
