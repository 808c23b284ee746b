package freehold.execution;

import java.util.Optional;

/**
 * What the worker knows at the end; the rule turns it into a verdict.
 *
 * @param build absent where there is no build step
 * @param run absent when the build failed or nothing ran
 * @param cancelled whether a person or the policy asked for the end, and that came first
 * @param fault our own failure, with its id, if there was one
 */
public record Ending(
        Optional<StepResult> build, Optional<StepResult> run, boolean cancelled, Optional<FaultId> fault) {}
