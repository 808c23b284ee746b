package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class GroupWriterTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** As many as wait in its queue. */
    private static final int FULL = 1_024;

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private GroupWriter writer;

    @BeforeEach
    void open() throws SQLException {
        writer = new GroupWriter(Engine.in(folder.resolve("freehold.db")).openToWrite(), nanos::get);
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

    private CompletableFuture<Integer> eraseAll() {
        return writer.erase(session -> session.update("delete from thing"));
    }

    private Path log() {
        return folder.resolve("freehold.db-wal");
    }

    /** Has begun to read, and sees what there was then until it is closed. */
    private Session reader() throws SQLException {
        Session reader = Engine.in(folder.resolve("freehold.db")).openToRead();
        reader.engine().beginToRead(reader);
        assertThat(reader.query("select id from thing", row -> row.getString(1)))
                .hasSize(1);
        return reader;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void what_was_erased_is_confirmed_when_whoever_read_it_has_ended_and_holds_up_nobody() throws Exception {
        add("one").join();
        CompletableFuture<Integer> erased;
        try (Session _ = reader()) {
            erased = eraseAll();
            add("two").join();
            pass(Duration.ofSeconds(2));
            add("three").join();
            add("four").join();

            assertThat(erased).isNotDone();
            assertThat(log()).isNotEmptyFile();
        }

        pass(Duration.ofSeconds(2));

        assertThat(erased).succeedsWithin(SOON);
        assertThat(log()).isEmptyFile();
        assertThat(ids()).containsExactly("two", "three", "four");
    }

    @Test
    @Timeout(60)
    void what_was_erased_under_a_long_reader_is_confirmed_in_time_and_overwritten_after_it() throws Exception {
        add("one").join();
        try (Session _ = reader()) {
            CompletableFuture<Integer> erased = eraseAll();
            add("two").join();
            add("three").join(); // by now the log was to be emptied once
            assertThat(erased).isNotDone();

            pass(Duration.ofSeconds(6));
            assertThat(erased).succeedsWithin(SOON);
            assertThat(eraseAll()).succeedsWithin(SOON);
            assertThat(log()).isNotEmptyFile();
        }

        pass(Duration.ofSeconds(1));

        while (Files.size(log()) > 0) {
            Thread.onSpinWait();
        }
        assertThat(ids()).isEmpty();
    }

    /** How often the log was begun anew, as its head says. */
    private int logs() throws IOException {
        try (DataInputStream head = new DataInputStream(Files.newInputStream(log()))) {
            head.skipNBytes(12);
            return head.readInt();
        }
    }

    @Test
    void the_log_is_emptied_once_for_all_that_a_group_erased() throws Exception {
        int before = logs();
        Lasting first = new Lasting();
        List<CompletableFuture<Integer>> erased = List.of(eraseAll(), eraseAll(), eraseAll());

        first.goesOn.countDown();

        assertThat(erased).allSatisfy(each -> assertThat(each).succeedsWithin(SOON));
        add("one").join();
        assertThat(logs()).isEqualTo(before + 1);
    }

    @Test
    void what_was_erased_is_confirmed_at_the_end() throws Exception {
        add("one").join();
        CompletableFuture<Integer> erased;
        try (Session _ = reader()) {
            erased = eraseAll();
            add("two").join();
        }

        writer.close();

        assertThat(erased).isCompletedWithValue(1);
        assertThat(log()).doesNotExist();
    }
}
