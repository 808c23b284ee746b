package freehold.cli.verification;

import freehold.execution.Outcome;
import freehold.runtime.Installed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of one runtime.
 *
 * @param samples how many were run, cold and warm ones apart
 * @param broken what did not end as promised: the sample, and what happened
 * @param build what the build step of the first sample that succeeded took, where there is one
 * @param run what its run step took: the least that a program in this language needs
 */
record Verified(Installed runtime, int samples, List<String> broken, Optional<StepCost> build, Optional<StepCost> run) {
    Verified {
        broken = List.copyOf(broken);
    }

    static Verified none(Installed runtime) {
        return new Verified(runtime, 0, List.of(), Optional.empty(), Optional.empty());
    }

    Verified with(String name, SampleResult result) {
        List<String> all = new ArrayList<>(broken);
        if (!result.held()) {
            all.add(name + ": " + result.words());
        }
        return new Verified(runtime, samples + 1, all, build, run);
    }

    /** The same with the cost of a sample that succeeded, unless there is one already. */
    Verified costing(Outcome outcome) {
        return run.isPresent()
                ? this
                : new Verified(
                        runtime,
                        samples,
                        broken,
                        outcome.build().map(StepCost::of),
                        outcome.run().map(StepCost::of));
    }

    int passed() {
        return samples - broken.size();
    }
}
