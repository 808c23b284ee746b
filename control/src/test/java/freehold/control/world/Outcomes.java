package freehold.control.world;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.execution.Artifact;
import freehold.execution.Outcome;
import freehold.execution.Plan;
import freehold.execution.Start;
import freehold.execution.StepResult;
import freehold.execution.Timing;
import freehold.execution.Verdict;
import freehold.quantity.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Outcomes as a worker would report them. */
public final class Outcomes {
    private Outcomes() {}

    public static Outcome succeeded(Plan plan, String stdout) {
        return succeeded(plan, stdout.getBytes(StandardCharsets.UTF_8), List.of());
    }

    public static Outcome succeeded(Plan plan, byte[] stdout, List<Artifact> artifacts) {
        return new Outcome(
                Verdict.SUCCEEDED,
                "Exited with 0 after 9.1 ms of CPU.",
                plan.build()
                        .map(build -> new StepResult(
                                report(0, 0, 0),
                                build.cell().limits(),
                                new byte[0],
                                "a warning".getBytes(StandardCharsets.UTF_8))),
                Optional.of(new StepResult(
                        report(0, 0, stdout.length), plan.run().cell().limits(), stdout, new byte[0])),
                false,
                Start.COLD,
                artifacts,
                timing());
    }

    public static Outcome cancelled(Plan plan) {
        return new Outcome(
                Verdict.CANCELLED,
                "Cancelled during the run step.",
                Optional.empty(),
                Optional.of(new StepResult(report(0, 9, 0), plan.run().cell().limits(), new byte[0], new byte[0])),
                false,
                Start.COLD,
                List.of(),
                timing());
    }

    public static CellReport report(int exitCode, int signal, long stdout) {
        return new CellReport(
                signal == 0 ? Cause.ITSELF : Cause.KILLED,
                exitCode,
                signal,
                Duration.ofNanos(9_113_000),
                Duration.ofNanos(10_402_000),
                new Bytes(9_437_184),
                1,
                0,
                0,
                new Bytes(4096),
                new Bytes(stdout),
                Bytes.NONE,
                0,
                Duration.ZERO,
                Duration.ZERO,
                0,
                0,
                false);
    }

    /** An end of the run step by that cause, after it wrote these. */
    public static Outcome ended(Plan plan, Verdict verdict, CellReport report, byte[] stdout, byte[] stderr) {
        return new Outcome(
                verdict,
                "Ended as the script says.",
                Optional.empty(),
                Optional.of(new StepResult(report, plan.run().cell().limits(), stdout, stderr)),
                false,
                Start.COLD,
                List.of(),
                timing());
    }

    /** An end in the build step. */
    public static Outcome notBuilt(Plan plan, CellReport report, String stderr) {
        return new Outcome(
                Verdict.BUILD_FAILED,
                "The build ended as the script says.",
                Optional.of(new StepResult(
                        report,
                        plan.build().orElseThrow().cell().limits(),
                        new byte[0],
                        stderr.getBytes(StandardCharsets.UTF_8))),
                Optional.empty(),
                false,
                Start.COLD,
                List.of(),
                timing());
    }

    public static CellReport report(Cause cause, int exitCode, int signal) {
        CellReport usual = report(exitCode, signal, 0);
        return new CellReport(
                cause,
                exitCode,
                signal,
                usual.cpu(),
                usual.wall(),
                usual.memoryPeak(),
                1,
                0,
                cause == Cause.MEMORY ? 1 : 0,
                usual.diskPeak(),
                Bytes.NONE,
                Bytes.NONE,
                0,
                Duration.ZERO,
                Duration.ZERO,
                0,
                0,
                false);
    }

    private static Timing timing() {
        return new Timing(
                Duration.ZERO,
                Duration.ofNanos(400_000),
                Duration.ZERO,
                Duration.ofNanos(10_400_000),
                Duration.ofNanos(100_000));
    }
}
