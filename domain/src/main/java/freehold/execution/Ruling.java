package freehold.execution;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import java.util.Optional;

/**
 * The rule from facts to a verdict: of all verdicts that hold, the first in the order of {@link Verdict}. It has no memory and asks
 * nobody, so that the same facts give the same verdict everywhere.
 *
 * @param explanation one sentence, or two with a hint, that names the limit, the value measured, the step and the time
 */
public record Ruling(Verdict verdict, String explanation) {

    /**
     * The verdict on an ending.
     *
     * @throws IllegalArgumentException if nothing ran, and nobody says why: a mistake of the worker
     */
    public static Ruling of(Ending ending) {
        if (ending.fault().isPresent()) {
            return new Ruling(
                    Verdict.FAULTED, Explanation.faulted(ending.fault().get()));
        }
        if (ending.cancelled().isPresent()) {
            return new Ruling(Verdict.CANCELLED, Explanation.cancelled(ending));
        }
        Optional<StepResult> failedBuild =
                ending.build().filter(built -> verdictOf(built.report()) != Verdict.SUCCEEDED);
        if (failedBuild.isPresent()) {
            StepResult built = failedBuild.get();
            return new Ruling(Verdict.BUILD_FAILED, Explanation.step(StepName.BUILD, built, verdictOf(built.report())));
        }
        if (ending.unplaced().isPresent()) {
            return new Ruling(
                    Verdict.BUILD_FAILED, Explanation.unplaced(ending.unplaced().get()));
        }
        StepResult run = ending.run().orElseThrow(() -> new IllegalArgumentException("nothing ran, for no reason"));
        Verdict verdict = verdictOf(run.report());
        return new Ruling(verdict, Explanation.step(StepName.RUN, run, verdict));
    }

    /** The verdict on one step by itself, as if it were all of the execution. */
    public static Verdict verdictOf(CellReport report) {
        if (report.cause() == Cause.MEMORY || report.oomKills() > 0) {
            return Verdict.MEMORY_EXCEEDED;
        }
        return switch (report.cause()) {
            case CPU -> Verdict.CPU_EXCEEDED;
            case WALL -> Verdict.WALL_EXCEEDED;
            case STDOUT, STDERR -> Verdict.OUTPUT_EXCEEDED;
            case FORBIDDEN -> Verdict.FORBIDDEN;
            case KILLED -> Verdict.CANCELLED;
            case NO_EXEC -> Verdict.FAILED;
            case ITSELF, MEMORY -> {
                if (report.signal() != 0) {
                    yield Verdict.CRASHED;
                }
                yield report.exitCode() == 0 ? Verdict.SUCCEEDED : Verdict.FAILED;
            }
        };
    }
}
