package freehold.control.policy;

import freehold.cell.CellReport;
import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.StepResult;
import freehold.execution.Verdict;
import freehold.policy.Use;
import java.util.Optional;

/** What an execution counts for: nothing if we failed, and a build that was answered from the cache is not paid again. */
public final class Uses {
    private Uses() {}

    public static Use of(Execution execution) {
        Use use = Use.NONE;
        Optional<Outcome> charged = execution.outcome().filter(outcome -> outcome.verdict() != Verdict.FAULTED);
        if (charged.isPresent()) {
            for (StepResult step : charged.get().stepsOfItsOwn()) {
                CellReport report = step.report();
                use = use.plus(Use.of(report.cpu(), report.wall(), report.memoryPeak()));
            }
        }
        return use;
    }
}
