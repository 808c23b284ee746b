package freehold.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WaitingTest {
    @Test
    void a_thread_that_waits_is_waited_for() throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().start(() -> pass(latch));

        Waiting.await(thread);

        assertThat(thread.getState()).isEqualTo(Thread.State.WAITING);
        latch.countDown();
        thread.join();
    }

    @Test
    void a_thread_that_ended_is_told_of_by_its_name() throws InterruptedException {
        Thread thread = Thread.ofPlatform().name("closing").start(() -> {});
        thread.join();

        assertThatThrownBy(() -> Waiting.await(thread))
                .isInstanceOf(AssertionError.class)
                .hasMessage("the thread closing ended, and was to wait");
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
