package freehold.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenTest {
    @Test
    void reads_addresses_of_both_families() {
        Listen four = Listen.parse("127.0.0.1:8080");
        Listen six = Listen.parse("[::1]:0");

        assertThat(four.port()).isEqualTo(8080);
        assertThat(six.address().isLoopbackAddress()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8080", "127.0.0.1", "127.0.0.1:65536", "::1:80", ":80", "host name:80", "127.0.0.1:-1"})
    void refuses_what_is_not_a_host_with_a_port(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Listen.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:65536", "127.0.0.1:99999", "localhost:123456789012345678901"})
    void says_of_a_port_that_is_too_high_which_there_are(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Listen.parse(text))
                .withMessage("'" + text + "' has no port: they go from 0, which picks a free one, to 65535");
    }
}
