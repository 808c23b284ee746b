package freehold.control.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryAfterTest {
    @ParameterizedTest
    @CsvSource({"PT0S,0", "PT0.001S,1", "PT0.999S,1", "PT1S,1", "PT1.001S,2", "PT59.5S,60", "PT24H,86400"})
    void nobody_is_told_to_come_back_too_early(Duration pause, String seconds) {
        assertThat(RetryAfter.value(pause)).isEqualTo(seconds);
    }
}
