package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.record.RecordUnavailable;
import freehold.leak.LeakWatch;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@ExtendWith(LeakWatch.class)
final class ReaderPoolTest {
    @TempDir
    private Path folder;

    private Engine engine() throws Exception {
        Engine engine = Engine.in(folder.resolve("freehold.db"));
        try (Session writer = engine.openToWrite()) {
            writer.script("create table thing (name text)");
        }
        return engine;
    }

    @Test
    void what_wants_to_read_after_the_end_is_refused_and_opens_nothing() throws Exception {
        ReaderPool pool = new ReaderPool(engine(), 2);
        pool.close();

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> pool.read(session -> 1)).isInstanceOf(RecordUnavailable.class);
        }
    }

    @Test
    void what_is_being_read_is_read_to_its_end_before_its_connection_is_closed() throws Exception {
        ReaderPool pool = new ReaderPool(engine(), 2);
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        CompletableFuture<Integer> read = new CompletableFuture<>();
        Thread reader = Thread.ofVirtual()
                .start(() -> read.complete(pool.read(session -> {
                    reading.countDown();
                    await(closing);
                    return session.query("select count(*) from thing", row -> row.getInt(1))
                            .getFirst();
                })));
        reading.await();

        Thread closer = Thread.ofVirtual().start(pool::close);
        closing.countDown();

        closer.join();
        reader.join();
        assertThat(read).isCompletedWithValue(0);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
