package freehold.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialectListenTest {
    @Test
    void reads_a_dialect_and_its_address() {
        List<DialectListen> read = DialectListen.parseAll(List.of("judge0=127.0.0.1:2358"));

        assertThat(read).singleElement().satisfies(each -> {
            assertThat(each.dialect()).isEqualTo("judge0");
            assertThat(each.listen().port()).isEqualTo(2358);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"judge0", "judge0=2358", "=127.0.0.1:1", "127.0.0.1:1", "klingon=127.0.0.1:1"})
    void refuses_what_is_no_dialect_or_no_address(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DialectListen.parseAll(List.of(text)));
    }

    @Test
    void refuses_a_dialect_with_two_ports() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DialectListen.parseAll(List.of("judge0=127.0.0.1:1", "judge0=127.0.0.1:2")));
    }
}
