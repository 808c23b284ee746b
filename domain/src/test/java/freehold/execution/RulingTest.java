package freehold.execution;

import static freehold.execution.Reports.aReport;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cell.Cause;
import freehold.quantity.Bytes;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RulingTest {
    private static final FaultId FAULT = new FaultId("flt_1");

    static Stream<Arguments> cases() {
        return Stream.of(
                arguments(aReport(), Verdict.SUCCEEDED, "Exited with 0 after 9.1 ms of CPU."),
                arguments(aReport().exitCode(3), Verdict.FAILED, "Exited with 3 after 9.1 ms of CPU."),
                arguments(
                        aReport().exitCode(1).processesRefused(3),
                        Verdict.FAILED,
                        "Exited with 1 after 9.1 ms of CPU; the limit of 64 processes refused 3 more."),
                arguments(
                        aReport().exitCode(1).processesRefused(1_200).diskFull(),
                        Verdict.FAILED,
                        "Exited with 1 after 9.1 ms of CPU; the limit of 64 processes refused 1,200 more; "
                                + "the disk limit of 64 MiB was reached."),
                arguments(aReport().processesRefused(3), Verdict.SUCCEEDED, "Exited with 0 after 9.1 ms of CPU."),
                arguments(
                        aReport().signal(11),
                        Verdict.CRASHED,
                        "Killed by SIGSEGV (segmentation fault) in the run step after 9.1 ms of CPU."),
                arguments(
                        aReport().signal(37),
                        Verdict.CRASHED,
                        "Killed by SIGRTMIN+3 in the run step after 9.1 ms of CPU."),
                arguments(
                        aReport()
                                .signal(9)
                                .cause(Cause.CPU, 1_003_000)
                                .cpu(Duration.ofMillis(1_004))
                                .wall(Duration.ofMillis(1_010)),
                        Verdict.CPU_EXCEEDED,
                        "Exceeded the CPU limit of 1,000 ms in the run step: 1,003 ms of CPU after 1,010 ms."),
                arguments(
                        aReport().signal(9).cause(Cause.WALL, 3_000_200).wall(Duration.ofMillis(3_002)),
                        Verdict.WALL_EXCEEDED,
                        "Exceeded the wall-clock limit of 3,000 ms in the run step: ended after 3,000.2 ms, "
                                + "of which 9.1 ms of CPU."),
                arguments(
                        aReport().signal(9).cause(Cause.STDOUT, 1_048_577),
                        Verdict.OUTPUT_EXCEEDED,
                        "Exceeded the output limit of 1 MiB on stdout in the run step: wrote more than that within 10.4 ms."),
                arguments(
                        aReport().signal(9).cause(Cause.STDERR, 1_048_577),
                        Verdict.OUTPUT_EXCEEDED,
                        "Exceeded the output limit of 1 MiB on stderr in the run step: wrote more than that within 10.4 ms."),
                arguments(
                        aReport().signal(9).cause(Cause.MEMORY).oomKills(1),
                        Verdict.MEMORY_EXCEEDED,
                        "Exceeded the memory limit of 256 MiB in the run step: 256 MiB at the peak, after 10.4 ms."),
                arguments(
                        aReport().signal(9).cause(Cause.MEMORY).diskPeak(Bytes.mebi(65)),
                        Verdict.MEMORY_EXCEEDED,
                        "Exceeded the memory limit of 256 MiB in the run step: 256 MiB at the peak, after 10.4 ms; "
                                + "of that, at least 65 MiB were files, which count as memory."),
                arguments(
                        aReport().exitCode(0).oomKills(1),
                        Verdict.MEMORY_EXCEEDED,
                        "Exceeded the memory limit of 256 MiB in the run step: 256 MiB at the peak, after 10.4 ms."),
                arguments(
                        aReport().signal(9).cause(Cause.WALL, 3_000_200).oomKills(1),
                        Verdict.MEMORY_EXCEEDED,
                        "Exceeded the memory limit of 256 MiB in the run step: 256 MiB at the peak, after 10.4 ms."),
                arguments(
                        aReport().signal(9).cause(Cause.FORBIDDEN).deniedSyscall(165),
                        Verdict.FORBIDDEN,
                        "The system call mount ended it in the run step after 10.4 ms."),
                arguments(
                        aReport().exitCode(127).cause(Cause.NO_EXEC, 2),
                        Verdict.FAILED,
                        "The program could not be started: its file, or the interpreter that the file names, is not there "
                                + "(ENOENT)."),
                arguments(
                        aReport().exitCode(126).cause(Cause.NO_EXEC, 13),
                        Verdict.FAILED,
                        "The program could not be started: its file is not executable (EACCES)."),
                arguments(
                        aReport().exitCode(126).cause(Cause.NO_EXEC, 7),
                        Verdict.FAILED,
                        "The program could not be started: its arguments and environment are longer than the kernel takes (E2BIG)."));
    }

    private static Arguments arguments(Reports run, Verdict verdict, String explanation) {
        return Arguments.of(run.result(), verdict, explanation);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rules_on_a_run(StepResult run, Verdict verdict, String explanation) {
        Ending ending = endingOf(Optional.empty(), Optional.of(run));

        Ruling ruling = Ruling.of(ending);

        assertRuling(ruling, verdict, explanation);
    }

    @Test
    void a_failed_build_is_named_as_the_build_step() {
        Ending ending = endingOf(Optional.of(aReport().exitCode(1).result()), Optional.empty());

        Ruling ruling = Ruling.of(ending);

        assertRuling(ruling, Verdict.BUILD_FAILED, "The build step exited with 1 after 9.1 ms of CPU.");
    }

    @Test
    void a_build_that_hit_a_limit_failed_at_that_limit() {
        Reports atTheLimit = aReport().signal(9).cause(Cause.CPU, 1_000_400).wall(Duration.ofMillis(1_100));
        Ending ending = endingOf(Optional.of(atTheLimit.result()), Optional.empty());

        Ruling ruling = Ruling.of(ending);

        assertRuling(
                ruling,
                Verdict.BUILD_FAILED,
                "Exceeded the CPU limit of 1,000 ms in the build step: 1,000.4 ms of CPU after 1,100 ms.");
    }

    @Test
    void a_compiler_that_cannot_be_started_is_a_failed_build() {
        Ending ending = endingOf(
                Optional.of(aReport().exitCode(126).cause(Cause.NO_EXEC, 8).result()), Optional.empty());

        Ruling ruling = Ruling.of(ending);

        assertRuling(
                ruling,
                Verdict.BUILD_FAILED,
                "The build step could not be started: its file is not in a format that this machine executes (ENOEXEC).");
    }

    @Test
    void a_good_build_leaves_the_verdict_to_the_run() {
        Ending ending = endingOf(
                Optional.of(aReport().result()),
                Optional.of(aReport().exitCode(4).result()));

        Ruling ruling = Ruling.of(ending);

        assertThat(ruling.verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void a_build_that_leaves_more_than_the_run_step_may_have_failed() {
        Ending ending = new Ending(
                Optional.of(aReport().result()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Ending.Unplaced(Bytes.mebi(120), Bytes.mebi(64))),
                Optional.empty());

        Ruling ruling = Ruling.of(ending);

        assertRuling(
                ruling,
                Verdict.BUILD_FAILED,
                "The build step left 120 MiB for the run step, whose disk limit is 64 MiB.");
    }

    @Test
    void our_own_failure_comes_before_all_else() {
        Ending ending = new Ending(
                Optional.of(aReport().exitCode(1).result()),
                Optional.empty(),
                Optional.of(StepName.BUILD),
                Optional.empty(),
                Optional.of(FAULT));

        Ruling ruling = Ruling.of(ending);

        assertRuling(ruling, Verdict.FAULTED, "Freehold failed, not the program, and nothing is charged.");
    }

    @Test
    void who_cancels_during_the_run_is_told_how_far_it_came() {
        Ending ending = new Ending(
                Optional.empty(),
                Optional.of(aReport().signal(9).cause(Cause.KILLED).result()),
                Optional.of(StepName.RUN),
                Optional.empty(),
                Optional.empty());

        Ruling ruling = Ruling.of(ending);

        assertRuling(ruling, Verdict.CANCELLED, "Cancelled in the run step after 10.4 ms, of which 9.1 ms of CPU.");
    }

    @Test
    void cancelling_comes_before_a_failed_build() {
        Ending ending = new Ending(
                Optional.of(aReport().signal(9).cause(Cause.KILLED).result()),
                Optional.empty(),
                Optional.of(StepName.BUILD),
                Optional.empty(),
                Optional.empty());

        Ruling ruling = Ruling.of(ending);

        assertRuling(ruling, Verdict.CANCELLED, "Cancelled in the build step after 10.4 ms, of which 9.1 ms of CPU.");
    }

    @Test
    void who_cancels_before_anything_ran_is_told_so() {
        Ending ending = new Ending(
                Optional.empty(), Optional.empty(), Optional.of(StepName.RUN), Optional.empty(), Optional.empty());

        Ruling ruling = Ruling.of(ending);

        assertRuling(ruling, Verdict.CANCELLED, "Cancelled before the run step had begun.");
    }

    @Test
    void refuses_an_ending_of_nothing() {
        Ending nothing = endingOf(Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> Ruling.of(nothing)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Ending endingOf(Optional<StepResult> build, Optional<StepResult> run) {
        return new Ending(build, run, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The facts, which come first; VerdictsPageTest has every word, also of what to do. */
    private static void assertRuling(Ruling ruling, Verdict verdict, String facts) {
        assertThat(ruling.verdict()).isEqualTo(verdict);
        assertThat(ruling.explanation()).startsWith(facts);
    }
}
