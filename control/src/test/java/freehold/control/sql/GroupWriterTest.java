package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GroupWriterTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** As many as wait in its queue. */
    private static final int FULL = 1_024;

    @TempDir
    private Path folder;

    private GroupWriter writer;

    @BeforeEach
    void open() throws SQLException {
        writer = new GroupWriter(Engine.in(folder.resolve("freehold.db")).openToWrite());
        writer.write(session -> {
                    session.script("create table thing (id text primary key, number integer)");
                    return true;
                })
                .join();
    }

    @AfterEach
    void close() {
        writer.close();
    }

    /** A write that lasts until it may go on. */
    private final class Lasting {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch goesOn = new CountDownLatch(1);
        private final CompletableFuture<Boolean> done;

        Lasting() throws InterruptedException {
            done = writer.write(_ -> {
                begun.countDown();
                try {
                    goesOn.await();
                } catch (InterruptedException closing) {
                    throw new SQLException(closing);
                }
                return true;
            });
            begun.await();
        }
    }

    private CompletableFuture<Integer> add(String id) {
        return writer.write(session -> session.update("insert into thing values (?, 0)", id));
    }

    private List<String> ids() throws SQLException {
        try (Session session = Engine.in(folder.resolve("freehold.db")).openToRead()) {
            return session.query("select id from thing order by rowid", row -> row.getString(1));
        }
    }

    @Test
    void what_a_confirmed_write_asks_for_is_written_though_the_queue_is_full() throws Exception {
        Lasting first = new Lasting();
        CompletableFuture<Integer> one = first.done.thenCompose(_ -> add("one"));
        CompletableFuture<Integer> other = first.done.thenCompose(_ -> add("other"));
        List<CompletableFuture<Integer>> waiting = new ArrayList<>();
        for (int number = 0; number < FULL; number++) {
            waiting.add(add("queued" + number));
        }

        first.goesOn.countDown();

        assertThat(one).succeedsWithin(SOON);
        assertThat(other).succeedsWithin(SOON);
        assertThat(waiting).allSatisfy(each -> assertThat(each).succeedsWithin(SOON));
        assertThat(ids()).hasSize(2 + FULL).containsSubsequence("other", "one"); // a future tells who asked last first
    }

    @Test
    void a_collision_of_one_write_is_no_outage_of_the_record() {
        add("one").join();
        CompletableFuture<Integer> collided = add("one");

        assertThat(collided).failsWithin(SOON);
        assertThat(writer.isWritable()).isTrue();
        assertThat(writer.isSure()).isFalse(); // an end that collides would not be stored
    }
}
