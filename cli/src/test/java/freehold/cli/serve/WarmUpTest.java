package freehold.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import freehold.waiting.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(30)
final class WarmUpTest {
    @TempDir
    private Path folder;

    private final Logger logger = (Logger) LoggerFactory.getLogger(WarmUp.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(lines);
    }

    @Test
    void a_stop_while_a_user_s_program_runs_ends_the_rehearsal_without_breaking_anything_off() {
        WarmUp warmUp = new WarmUp(
                () -> {
                    begun.countDown();
                    return false;
                },
                () -> {},
                (_, on) -> {
                    boolean goesOn = on.getAsBoolean();
                    interrupted.complete(goesOn || Thread.interrupted());
                });
        warmUp.begin(folder);
        await(begun);

        warmUp.close();

        assertThat(interrupted).isCompletedWithValue(false);
        assertThat(lines.list).isEmpty();
        assertThat(folder).doesNotExist();
    }

    @Test
    void a_stop_waits_for_what_is_under_way() {
        CountDownLatch closing = new CountDownLatch(1);
        AtomicInteger played = new AtomicInteger();
        WarmUp warmUp = new WarmUp(() -> true, () -> {}, (data, on) -> {
            while (on.getAsBoolean()) {
                Files.createDirectories(data);
                begun.countDown();
                await(closing);
                played.incrementAndGet();
            }
            interrupted.complete(Thread.interrupted());
        });
        warmUp.begin(folder);
        await(begun);

        Thread closer = Thread.ofPlatform().start(warmUp::close);
        Waiting.await(closer);
        closing.countDown();

        assertThat(interrupted.orTimeout(20, TimeUnit.SECONDS).join()).isFalse();
        join(closer);
        assertThat(played).hasValue(1);
        assertThat(lines.list).isEmpty();
    }

    @Test
    void what_is_reserved_when_the_stop_comes_is_not_followed_by_a_rehearsal() {
        AtomicBoolean played = new AtomicBoolean();
        CountDownLatch closing = new CountDownLatch(1);
        WarmUp warmUp = new WarmUp(
                () -> true,
                () -> {
                    begun.countDown();
                    await(closing);
                },
                (_, _) -> played.set(true));
        warmUp.begin(folder);
        await(begun);

        Thread closer = Thread.ofPlatform().start(warmUp::close);
        Waiting.await(closer);
        closing.countDown();

        join(closer);
        assertThat(played).isFalse();
    }

    @Test
    void a_rehearsal_that_fails_is_told_in_a_line() {
        WarmUp warmUp = new WarmUp(() -> true, () -> {}, (_, _) -> {
            begun.countDown();
            throw new IllegalStateException("the rehearsal failed");
        });
        warmUp.begin(folder);
        await(begun);

        warmUp.close();

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("The first executions will be slower than later ones: "
                        + "java.lang.IllegalStateException: the rehearsal failed");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException broken) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException broken) {
            Thread.currentThread().interrupt();
        }
    }
}
