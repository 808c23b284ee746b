package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.world.PostgresServer;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements that are sent together are as those that are sent one by one. */
final class PostgresSessionTest {
    private final PostgresAddress address = PostgresServer.database();
    private final Engine engine = new Postgres(address);
    private Session session;

    @BeforeEach
    void opens() throws SQLException {
        session = engine.openToWrite();
        session.script("create table thing (id text primary key, number bigint)");
    }

    @AfterEach
    void closes() throws SQLException {
        session.close();
    }

    private List<String> stored() throws SQLException {
        try (Session other = engine.openToRead()) {
            return other.query("select id from thing order by id", row -> row.getString(1));
        }
    }

    @Test
    void what_went_ahead_is_seen_by_the_next_one_and_stored_with_it() throws SQLException {
        for (int turn = 0; turn < 10; turn++) { // beyond the turn from which the driver compiles them at the server
            engine.beginToWrite(session);
            session.ahead("insert into thing values (?, ?)", "a" + turn, 1L);
            session.ahead("insert into thing values (?, ?)", "b" + turn, null);
            List<Long> found =
                    session.query("select count(*) from thing where id like ?", row -> row.getLong(1), "%" + turn);
            session.ahead("update thing set number = 3");
            int changed = session.update("update thing set number = ? where id = ?", 2L, "a" + turn);
            session.ahead("delete from thing where id = ?", "b" + turn);

            assertThat(found).containsExactly(2L);
            assertThat(changed).isEqualTo(1);
            assertThat(stored()).hasSize(turn);
            session.commit();
            assertThat(stored()).hasSize(turn + 1);
        }
    }

    @Test
    void a_fault_of_one_that_went_ahead_is_that_of_the_commit_which_stores_nothing() throws SQLException {
        engine.beginToWrite(session);
        session.ahead("insert into thing values (?, ?)", "a", 1L);
        session.ahead("insert into thing values (?, ?)", "a", 2L);
        session.ahead("insert into thing values (?, ?)", "b", 3L);

        assertThatThrownBy(session::commit).isInstanceOf(SQLException.class).hasMessageContaining("duplicate key");
        session.rollBack();
        assertThat(stored()).isEmpty();
    }

    @Test
    void what_was_not_sent_before_it_is_rolled_back_is_never_sent() throws SQLException {
        engine.beginToWrite(session);
        session.ahead("insert into thing values (?, ?)", "a", 1L);
        session.rollBack();
        engine.beginToWrite(session);
        session.ahead("insert into thing values (?, ?)", "b", 1L);
        session.commit();

        assertThat(stored()).containsExactly("b");
    }

    /** The driver makes more than one message of what is long, and a commit may not go on alone behind a fault. */
    @Test
    void a_fault_in_a_long_row_of_statements_stores_none_of_them() throws SQLException {
        engine.beginToWrite(session);
        for (int each = 0; each < 2_000; each++) {
            session.ahead("insert into thing values (?, ?)", "x" + each, 1L);
        }
        session.ahead("insert into thing values (?, ?)", "x7", 1L);
        for (int each = 2_000; each < 4_000; each++) {
            session.ahead("insert into thing values (?, ?)", "x" + each, 1L);
        }

        assertThatThrownBy(session::commit).isInstanceOf(SQLException.class);
        session.rollBack();
        assertThat(stored()).isEmpty();
    }
}
