package freehold.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutionIdTest {
    @Test
    void accepts_26_digits_of_crockford_base32() {
        String text = "exe_01kb4xq9zv7r8s1m2n3p4t5w6y";

        ExecutionId id = new ExecutionId(text);

        assertThat(id).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "exe_",
                "01kb4xq9zv7r8s1m2n3p4t5w6y",
                "exe_81kb4xq9zv7r8s1m2n3p4t5w6y",
                "exe_01kb4xq9zv7r8s1m2n3p4t5w6",
                "exe_01kb4xq9zv7r8s1m2n3p4t5w6yy",
                "exe_01KB4XQ9ZV7R8S1M2N3P4T5W6Y",
                "exe_01kb4xq9zv7r8s1m2n3p4t5w6i",
                "exe_01kb4xq9zv7r8s1m2n3p4t5w6l",
                "exe_01kb4xq9zv7r8s1m2n3p4t5w6o",
                "exe_01kb4xq9zv7r8s1m2n3p4t5w6u",
                "exe_01kb4xq9zv7r8s1m2n3p4t5w6y\n",
                "../etc/passwd"
            })
    void refuses_everything_else(String text) {
        assertThat(ExecutionId.isOne(text)).isFalse();

        assertThatThrownBy(() -> new ExecutionId(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sorts_by_its_text_and_so_by_time() {
        ExecutionId earlier = new ExecutionId("exe_01kb4xq9zv7r8s1m2n3p4t5w6y");
        ExecutionId later = new ExecutionId("exe_01kb4xqa007r8s1m2n3p4t5w6y");

        assertThat(earlier).isLessThan(later);
    }
}
