package freehold.wire.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ThreadPaceTest {
    @Test
    void a_task_that_failed_is_done_again_until_it_says_that_it_is_over() throws Exception {
        AtomicInteger times = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);

        try (Pace.Beat _ = Pace.REAL.every("test", Duration.ofMillis(1), () -> {
            int time = times.incrementAndGet();
            if (time < 3) {
                throw new IllegalStateException("the first two times");
            }
            over.countDown();
            return false;
        })) {
            assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(times).hasValue(3);
    }
}
