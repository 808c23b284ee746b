package freehold.cli.privilege;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimeSliceTest {
    @Test
    void turns_of_a_thread_and_of_those_that_it_starts_are_the_shortest_or_as_an_older_kernel_has_them()
            throws Exception {
        long before = TimeSlice.ofThisThread();
        TimeSlice.shorten();

        AtomicLong child = new AtomicLong();
        Thread thread = new Thread(() -> {
            try {
                child.set(TimeSlice.ofThisThread());
            } catch (IOException failed) {
                child.set(-1);
            }
        });
        thread.start();
        thread.join();

        assertThat(TimeSlice.ofThisThread()).isIn(100_000L, before);
        assertThat(child).hasValue(TimeSlice.ofThisThread());
    }
}
