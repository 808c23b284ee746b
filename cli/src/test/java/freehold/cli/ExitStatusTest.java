package freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.execution.Verdict;
import freehold.refusal.RuntimeMissing;
import freehold.refusal.RuntimeUnknown;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitStatusTest {
    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED, 0, 0, 0",
        "FAILED, 3, 0, 3",
        "CRASHED, 0, 11, 139",
        "CPU_EXCEEDED, 0, 9, 124",
        "WALL_EXCEEDED, 0, 9, 124",
        "MEMORY_EXCEEDED, 0, 9, 137",
        "BUILD_FAILED, 1, 0, 65",
        "FAULTED, 0, 0, 70",
        "OUTPUT_EXCEEDED, 0, 9, 75",
        "FORBIDDEN, 0, 9, 75",
        "CANCELLED, 0, 9, 75"
    })
    void follows_the_contract_for_every_verdict(Verdict verdict, int exitCode, int signal, int status) {
        assertThat(ExitStatus.of(verdict, exitCode, signal)).isEqualTo(status);
    }

    @Test
    void tells_a_runtime_that_lacks_from_one_that_nobody_knows() {
        assertThat(ExitStatus.of(new RuntimeMissing("go", "install it"))).isEqualTo(69);
        assertThat(ExitStatus.of(new RuntimeUnknown("cobol", List.of(), List.of())))
                .isEqualTo(64);
    }
}
