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
            Optional<StepResult> build = charged.get().buildCached()
                    ? Optional.empty()
                    : charged.get().build();
            use = plus(plus(use, build), charged.get().run());
        }
        return use;
    }

    private static Use plus(Use before, Optional<StepResult> step) {
        return step.isEmpty() ? before : before.plus(of(step.get().report()));
    }

    private static Use of(CellReport report) {
        return Use.of(report.cpu(), report.wall(), report.memoryPeak());
    }
}
