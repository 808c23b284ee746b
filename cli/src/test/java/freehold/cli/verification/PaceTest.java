package freehold.cli.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<Integer> said = new ArrayList<>();
    private final Pace pace = new Pace(Duration.ofNanos(10), clock::get, said::add);

    @Test
    void is_silent_until_it_is_time_and_then_for_as_long_again() {
        for (int count = 1; count <= 25; count++) {
            clock.incrementAndGet();
            pace.perhaps(count);
        }

        assertThat(said).containsExactly(10, 20);
    }

    @Test
    void counts_anew_from_what_was_said_at_once() {
        clock.addAndGet(9);
        pace.now(1);
        clock.addAndGet(9);
        pace.perhaps(2);

        assertThat(said).containsExactly(1);
    }
}
