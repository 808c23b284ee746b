package freehold.cell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalTest {
    @ParameterizedTest
    @CsvSource({"1, SIGHUP", "9, SIGKILL", "11, SIGSEGV", "31, SIGSYS", "34, SIGRTMIN+0", "64, SIGRTMIN+30"})
    void has_the_names_of_the_manual(int number, String name) {
        assertThat(Signal.nameOf(number)).isEqualTo(name);
        assertThat(Signal.numberOf(name)).hasValue(number);
    }

    @Test
    void each_is_found_by_its_own_number() {
        for (Signal signal : Signal.values()) {
            assertThat(Signal.of(signal.number())).contains(signal);
        }
        assertThat(Signal.of(0)).isEmpty();
        assertThat(Signal.numberOf("SIGRTMIN+31")).isEmpty();
        assertThat(Signal.numberOf("segv")).isEmpty();
    }
}
