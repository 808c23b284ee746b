package freehold.control.policy;

import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.StepResult;
import freehold.execution.Verdict;
import freehold.policy.Use;
import java.util.Optional;
import java.util.stream.Stream;

/** What an execution counts for: nothing if we failed, and a build that was answered from the cache is not paid again. */
public final class Uses {
    private Uses() {}

    public static Use of(Execution execution) {
        Optional<Outcome> charged = execution.outcome().filter(outcome -> outcome.verdict() != Verdict.FAULTED);
        return charged.stream()
                .flatMap(outcome -> Stream.of(
                        outcome.buildCached() ? Optional.<StepResult>empty() : outcome.build(), outcome.run()))
                .flatMap(Optional::stream)
                .map(StepResult::report)
                .map(report -> Use.of(report.cpu(), report.wall(), report.memoryPeak()))
                .reduce(Use.NONE, Use::plus);
    }
}
