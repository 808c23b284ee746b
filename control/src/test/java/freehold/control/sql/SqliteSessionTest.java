package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a connection is still good for when the disk was full. */
final class SqliteSessionTest {
    private static final String INSERT = "insert into thing (bytes) values (?)";
    private static final byte[] LARGE = new byte[64 << 10];

    private Session session;

    @BeforeEach
    void open() throws SQLException {
        session = Database.inMemory();
        session.script("create table thing (bytes blob)");
        assertThat(session.update(INSERT, new byte[1])).isEqualTo(1);
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
    }

    @Test
    void a_statement_that_met_a_full_disk_works_again_when_there_is_room() throws SQLException {
        pages(4);
        assertThatThrownBy(() -> session.update(INSERT, LARGE))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("SQLITE_FULL");

        pages(10_000);

        assertThat(session.update(INSERT, LARGE)).isEqualTo(1);
        assertThat(session.query("select count(*) from thing", row -> row.getLong(1)))
                .containsExactly(2L);
    }

    @Test
    void so_does_a_query_that_failed() throws SQLException {
        String query = "select json_extract(?, '$.a')";
        assertThat(session.query(query, row -> row.getLong(1), "{\"a\": 1}")).containsExactly(1L);
        assertThatThrownBy(() -> session.query(query, row -> row.getLong(1), "{"))
                .isInstanceOf(SQLException.class);

        assertThat(session.query(query, row -> row.getLong(1), "{\"a\": 2}")).containsExactly(2L);
    }

    private void pages(int most) throws SQLException {
        assertThat(session.query("pragma max_page_count = " + most, row -> row.getInt(1)))
                .hasSize(1);
    }
}
