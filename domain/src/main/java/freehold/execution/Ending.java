package freehold.execution;

import freehold.quantity.Bytes;
import java.util.Optional;

/**
 * What the worker knows at the end; {@link Ruling#of} turns it into a verdict.
 *
 * @param build absent where there is no build step, or where it did not come to its end
 * @param run absent when the build failed or nothing ran
 * @param cancelled the step at which a person or the policy ended it, if that came before its own end
 * @param unplaced what the build left for the run step, when that is more than the run step's disk limit
 * @param fault our own failure, with its id, if there was one
 */
public record Ending(
        Optional<StepResult> build,
        Optional<StepResult> run,
        Optional<StepName> cancelled,
        Optional<Unplaced> unplaced,
        Optional<FaultId> fault) {

    /** Files that a build left, and the disk limit that they do not fit into. */
    public record Unplaced(Bytes left, Bytes limit) {}
}
