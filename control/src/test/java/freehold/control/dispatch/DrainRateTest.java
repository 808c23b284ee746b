package freehold.control.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DrainRateTest {
    private static final long SECOND = 1_000_000_000L;

    private final DrainRate rate = new DrainRate();

    /** So many cells, of which each takes as long, one after the other until that moment. */
    private void run(int cells, long eachNanos, long fromNanos, long toNanos) {
        for (int i = 0; i < cells; i++) {
            rate.began(fromNanos);
        }
        for (long now = fromNanos + eachNanos; now <= toNanos; now += eachNanos) {
            for (int i = 0; i < cells; i++) {
                rate.ended(now);
                rate.began(now);
            }
        }
    }

    @Test
    void what_ends_in_bursts_is_counted_over_the_whole_of_its_time() {
        run(20, 7 * SECOND, 0, 70 * SECOND);

        Duration afterTheBurst = rate.until(20, 70 * SECOND + 1);
        Duration beforeTheNext = rate.until(20, 76 * SECOND);

        assertThat(afterTheBurst).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(9));
        assertThat(beforeTheNext).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(11));
    }

    @Test
    void an_hour_in_which_nothing_ran_counts_for_nothing() {
        rate.began(0);
        rate.ended(SECOND);
        run(4, SECOND, 3_600 * SECOND, 3_605 * SECOND);

        assertThat(rate.until(8, 3_605 * SECOND)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
    }

    @Test
    void before_anything_has_ended_those_that_run_are_taken_to_end_now() {
        for (int i = 0; i < 10; i++) {
            rate.began(0);
        }

        assertThat(rate.until(20, 3 * SECOND)).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void while_nothing_ends_it_grows() {
        run(2, SECOND, 0, 10 * SECOND);

        assertThat(rate.until(10, 60 * SECOND)).isGreaterThan(rate.until(10, 11 * SECOND));
    }
}
