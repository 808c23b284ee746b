package freehold.control.record;

import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.State;
import freehold.execution.Verdict;
import java.util.Map;
import java.util.Optional;

/**
 * Which executions of a tenant are wanted; absent means any.
 *
 * @param runtime name of the pack
 * @param labels all of which an execution has, with that value
 * @param before older than this one
 */
public record Filter(
        Optional<State> state,
        Optional<Verdict> verdict,
        Optional<String> runtime,
        Map<String, String> labels,
        Optional<ExecutionId> before) {
    public static final Filter ALL =
            new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), Optional.empty());

    public Filter {
        labels = Map.copyOf(labels);
    }

    public boolean matches(Execution execution) {
        return state.map(wanted -> execution.state() == wanted).orElse(true)
                && verdict.map(wanted -> execution
                                .outcome()
                                .filter(outcome -> outcome.verdict() == wanted)
                                .isPresent())
                        .orElse(true)
                && runtime.map(wanted -> execution.runtime().name().equals(wanted))
                        .orElse(true)
                && execution.labels().entrySet().containsAll(labels.entrySet())
                && before.map(limit -> execution.id().compareTo(limit) < 0).orElse(true);
    }
}
