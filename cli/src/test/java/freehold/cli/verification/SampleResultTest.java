package freehold.cli.verification;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.execution.Outcome;
import freehold.execution.Verdict;
import freehold.runtime.Sample;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SampleResultTest {
    private static final SampleResult.Files PICTURES = _ -> "….IHDR….".getBytes(StandardCharsets.UTF_8);

    @Test
    void holds_a_sample_to_its_exit_code() {
        Sample sample = Runs.sample("failed", Optional.of(3), Map.of());

        assertThat(of(sample, Runs.outcome(Verdict.FAILED, 3)).held()).isTrue();
        assertThat(of(sample, Runs.outcome(Verdict.FAILED, 1)).words()).isEqualTo("exited with 1 instead of 3");
    }

    @Test
    void holds_a_sample_to_the_files_that_it_promises() {
        Sample sample = Runs.sample("succeeded", Optional.empty(), Map.of("plot.png", "IHDR"));
        Sample other = Runs.sample("succeeded", Optional.empty(), Map.of("plot.png", "JFIF"));
        Outcome drew = Runs.outcome(Verdict.SUCCEEDED, 0, "plot.png");

        assertThat(of(sample, drew).held()).isTrue();
        assertThat(of(other, drew).words()).isEqualTo("left no plot.png with 'JFIF'");
        assertThat(of(sample, Runs.outcome(Verdict.SUCCEEDED, 0)).words()).isEqualTo("left no plot.png with 'IHDR'");
    }

    @Test
    void says_what_happened_instead_and_what_the_program_said() {
        Sample sample = Runs.sample("succeeded", Optional.empty(), Map.of());

        assertThat(of(sample, Runs.outcome(Verdict.FAILED, 1)).words())
                .isEqualTo("failed instead of succeeded: as a test says It said 'complained'");
    }

    private static SampleResult of(Sample sample, Outcome outcome) {
        return SampleResult.of(sample, outcome, PICTURES);
    }
}
