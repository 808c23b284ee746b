package freehold.cli.privilege;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimeSliceTest {
    /** The slice of a thread is 0 before Linux 6.12, which takes the call and does not tell. */
    @Test
    void turns_of_a_thread_and_of_those_that_it_starts_are_the_shortest_where_the_kernel_tells() throws Exception {
        AtomicLong own = new AtomicLong();
        AtomicLong child = new AtomicLong();
        Thread thread = new Thread(() -> {
            try {
                TimeSlice.shorten();
                own.set(TimeSlice.ofThisThread());
                Thread started = new Thread(() -> child.set(slice()));
                started.start();
                started.join();
            } catch (IOException | InterruptedException failed) {
                own.set(-1);
            }
        });
        long before = TimeSlice.ofThisThread();
        thread.start();
        thread.join();

        assertThat(own).hasValue(before == 0 ? 0 : 100_000);
        assertThat(child).hasValue(own.get());
    }

    private static long slice() {
        try {
            return TimeSlice.ofThisThread();
        } catch (IOException failed) {
            return -1;
        }
    }
}
