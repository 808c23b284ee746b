package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.record.RecordUnavailable;
import freehold.control.world.CutLine;
import freehold.control.world.PostgresServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of writes whose commit the server carried out and whose answer was lost. */
final class PostgresWriterTest {
    private final PostgresAddress address = PostgresServer.database();
    private CutLine line;
    private GroupWriter writer;

    @BeforeEach
    void opens() throws Exception {
        line = new CutLine(address);
        writer = new GroupWriter(new Postgres(line.address()).openToWrite());
        writer.write(session -> {
                    session.script("create table thing (id text primary key, number bigint not null)");
                    return session.update("insert into thing values ('a', 0)");
                })
                .join();
        line.cutAfter(0, 1);
    }

    @AfterEach
    void closes() throws Exception {
        writer.close();
        line.close();
    }

    private List<Long> numbers() throws SQLException {
        try (Session other = new Postgres(address).openToRead()) {
            return other.query("select number from thing order by id", row -> row.getLong(1));
        }
    }

    @Test
    void a_change_is_not_made_twice_and_whoever_asked_hears_that_it_is_not_known() throws Exception {
        var once = writer.write(session -> session.update("update thing set number = number + 1"));

        assertThatThrownBy(() -> RecordUnavailable.joined(once))
                .isInstanceOf(RecordUnavailable.class)
                .hasMessageContaining("not known");
        assertThat(numbers()).containsExactly(1L);
        assertThat(writer.isWritable()).isTrue();
        assertThat(writer.isSure()).isFalse();
    }

    @Test
    void a_change_that_may_be_repeated_is_and_is_confirmed() throws Exception {
        var entered = writer.writeRepeatable(Set.of(), session -> {
            session.update("insert into thing values ('b', 7) on conflict do nothing");
            return session.query("select number from thing where id = 'b'", row -> row.getLong(1));
        });

        assertThat(RecordUnavailable.joined(entered)).containsExactly(7L);
        assertThat(numbers()).containsExactly(0L, 7L);
        assertThat(writer.isSure()).isTrue();
    }

    @Test
    void what_comes_after_it_is_written() throws Exception {
        var lost = writer.write(session -> session.update("update thing set number = number + 1"));
        assertThatThrownBy(() -> RecordUnavailable.joined(lost)).isInstanceOf(RecordUnavailable.class);

        int changed = RecordUnavailable.joined(
                writer.write(session -> session.update("update thing set number = number + 10")));

        assertThat(changed).isEqualTo(1);
        assertThat(numbers()).containsExactly(11L);
        assertThat(writer.isSure()).isTrue();
    }
}
