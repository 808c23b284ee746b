package freehold.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.quantity.Bytes;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeepTextTest {
    @Test
    void reads_times_and_sizes_with_their_units() {
        assertThat(KeepText.age("30d")).isEqualTo(Duration.ofDays(30));
        assertThat(KeepText.age("90m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(KeepText.size("10G")).isEqualTo(Bytes.gibi(10));
        assertThat(KeepText.size("1048576")).isEqualTo(Bytes.mebi(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "d", "30w", "-1d", "1.5h"})
    void refuses_a_time_without_a_known_unit(String text) {
        assertThatThrownBy(() -> KeepText.age(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "10X", "-1G", "999999999999T"})
    void refuses_a_size_that_cannot_be_counted(String text) {
        assertThatThrownBy(() -> KeepText.size(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
