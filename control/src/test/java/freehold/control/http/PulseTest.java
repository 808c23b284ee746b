package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.http.Pulse.Finding;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PulseTest {
    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(30).toNanos()); // it may overflow
    private final Pulse pulse = new Pulse(Pulse.Bounds.USUAL, nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Looks at each time at which there is something to find, so often; pings leave us at once. */
    private Duration untilFound(Finding wanted) {
        long begun = nanos.get();
        while (nanos.get() - begun < Duration.ofHours(1).toNanos()) {
            Finding finding = pulse.look();
            if (finding == wanted) {
                return Duration.ofNanos(nanos.get() - begun);
            }
            if (finding == Finding.TO_PING) {
                pulse.pings();
                pulse.sent();
            }
            nanos.addAndGet(pulse.nanosToLook());
        }
        throw new AssertionError("never " + wanted);
    }

    @Test
    void a_client_is_pinged_each_20_seconds() {
        pulse.heard();

        assertThat(untilFound(Finding.TO_PING)).isEqualTo(Duration.ofSeconds(20));
        pulse.pings();
        pulse.sent();
        pulse.heard();
        assertThat(untilFound(Finding.TO_PING)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void a_client_that_says_nothing_for_a_minute_is_silent() {
        pulse.heard();

        assertThat(untilFound(Finding.SILENT)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void a_client_that_answers_is_not_silent() {
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(20));
            assertThat(pulse.look()).isEqualTo(Finding.TO_PING);
            pulse.pings();
            pulse.sent();
            pass(Duration.ofSeconds(19));
            pulse.heard();
            assertThat(pulse.look()).isEqualTo(Finding.FINE);
        }
    }

    @Test
    void a_client_that_was_not_asked_for_long_is_given_the_time_to_answer() {
        pass(Duration.ofMinutes(10));

        assertThat(pulse.look()).isEqualTo(Finding.TO_PING);
        assertThat(untilFound(Finding.SILENT)).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void nothing_is_sent_behind_what_a_client_does_not_take_and_after_half_a_minute_it_is_given_up() {
        pulse.sends();

        for (int second = 0; second < 30; second++) {
            assertThat(pulse.look()).isEqualTo(Finding.FINE);
            pass(Duration.ofSeconds(1));
        }

        assertThat(pulse.look()).isEqualTo(Finding.TAKES_NOTHING);
    }
}
