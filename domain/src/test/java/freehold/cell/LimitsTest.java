package freehold.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.quantity.Bytes;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void each_limit_is_read_in_its_unit_on_the_wire() {
        Limits limits =
                new Limits(Duration.ofMillis(1), Duration.ofMillis(2), new Bytes(3), 4, new Bytes(5), new Bytes(6), 7);

        List<Long> values =
                Arrays.stream(Limit.values()).map(limit -> limit.of(limits)).toList();

        assertThat(values).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void no_limit_may_be_nothing() {
        Bytes some = Bytes.kibi(1);
        Duration time = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new Limits(Duration.ZERO, time, some, 1, some, some, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(time, time.negated(), some, 1, some, some, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(time, time, Bytes.NONE, 1, some, some, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(time, time, some, 0, some, some, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(time, time, some, 1, Bytes.NONE, some, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(time, time, some, 1, some, Bytes.NONE, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(time, time, some, 1, some, some, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
