package freehold.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.execution.Verdict;
import freehold.quantity.Bytes;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictLineTest {
    private static final Summary.Step EXITED = new Summary.Step(
            0, Optional.empty(), 0, Duration.ofNanos(12_300_000), Duration.ofNanos(14_400_000), new Bytes(9_332_326));

    @Test
    void says_in_one_line_how_a_program_succeeded() {
        Summary summary =
                new Summary(Verdict.SUCCEEDED, "Exited with 0.", Optional.of(EXITED), "python 3.11.2", "process");

        String line = VerdictLine.of(summary, VerdictLine.Colour.NONE);

        assertThat(line)
                .isEqualTo(
                        "✓ succeeded · exit 0 · cpu 12 ms · wall 14 ms · memory 8.9 MiB · python 3.11.2 · process cell\n");
    }

    @Test
    void explains_what_did_not_succeed_in_a_second_line() {
        Summary.Step killed = new Summary.Step(
                0, Optional.of("SIGSEGV"), 11, Duration.ofMillis(1), Duration.ofMillis(2), Bytes.kibi(300));
        Summary summary = new Summary(
                Verdict.CRASHED, "Signal 11 (SIGSEGV) ended it.", Optional.of(killed), "c 12.2.0", "process");

        String lines = VerdictLine.of(summary, VerdictLine.Colour.NONE);

        assertThat(lines).isEqualTo("""
                        ✗ crashed · SIGSEGV · cpu 1.0 ms · wall 2.0 ms · memory 300 KiB · c 12.2.0 · process cell
                          Signal 11 (SIGSEGV) ended it.
                        """);
    }

    @Test
    void leaves_out_figures_when_nothing_ran() {
        Summary summary = new Summary(Verdict.FAULTED, "Fault flt_1.", Optional.empty(), "python 3.11.2", "process");

        assertThat(VerdictLine.of(summary, VerdictLine.Colour.NONE))
                .isEqualTo("! faulted · python 3.11.2 · process cell\n  Fault flt_1.\n");
    }

    @Test
    void colours_the_verdict_and_nothing_else() {
        Summary summary = new Summary(Verdict.SUCCEEDED, "", Optional.of(EXITED), "python 3.11.2", "process");

        assertThat(VerdictLine.of(summary, VerdictLine.Colour.ANSI))
                .startsWith("\u001b[32m✓ succeeded\u001b[0m · exit 0 · cpu");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 ms",
        "9113000, 9.1 ms",
        "9960000, 10 ms",
        "12300000, 12 ms",
        "999400000, 999 ms",
        "1250000000, 1.25 s",
        "75000000000, 75.0 s"
    })
    void writes_times_with_the_digits_that_say_something(long nanos, String text) {
        assertThat(VerdictLine.time(Duration.ofNanos(nanos))).isEqualTo(text);
    }
}
