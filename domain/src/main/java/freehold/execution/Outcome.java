package freehold.execution;

import java.util.List;
import java.util.Optional;

/**
 * The finished execution as the worker hands it over.
 *
 * @param explanation one sentence with the limit, the value measured, the step and the time
 * @param start of the last step that began
 * @param buildCached whether the build step was answered from the cache of this tenant
 */
public record Outcome(
        Verdict verdict,
        String explanation,
        Optional<StepResult> build,
        Optional<StepResult> run,
        boolean buildCached,
        Start start,
        List<Artifact> artifacts,
        Timing timing) {
    public Outcome {
        artifacts = List.copyOf(artifacts);
    }

    /** The artifact of that path, which is compared and opens nothing. */
    public Optional<Artifact> artifact(String path) {
        return artifacts.stream()
                .filter(each -> each.path().value().equals(path))
                .findFirst();
    }
}
