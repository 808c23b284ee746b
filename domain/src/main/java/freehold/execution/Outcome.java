package freehold.execution;

import freehold.cell.Limit;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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

    /** The same, of one whose server stops: if it was cancelled, then for that and by nobody. */
    public Outcome byStop() {
        return verdict == Verdict.CANCELLED
                ? new Outcome(
                        verdict, Explanation.stopped(explanation), build, run, buildCached, start, artifacts, timing)
                : this;
    }

    /** The ceilings that its steps ran into, whether that ended them or not. */
    public Set<Limit> limitsHit() {
        Set<Limit> hit = EnumSet.noneOf(Limit.class);
        steps().map(StepResult::report).forEach(report -> {
            switch (report.cause()) {
                case CPU -> hit.add(Limit.CPU);
                case WALL -> hit.add(Limit.WALL);
                case STDOUT, STDERR -> hit.add(Limit.OUTPUT);
                case MEMORY -> hit.add(Limit.MEMORY);
                case ITSELF, FORBIDDEN, KILLED, NO_EXEC -> {}
            }
            if (report.processesRefused() > 0) {
                hit.add(Limit.PROCESSES);
            }
            if (report.diskFull()) {
                hit.add(Limit.DISK);
            }
        });
        return hit;
    }

    /** What its steps took of the processors; a build from the cache took none. */
    public Duration cpu() {
        return Stream.concat(buildCached ? Stream.empty() : build.stream(), run.stream())
                .map(step -> step.report().cpu())
                .reduce(Duration.ZERO, Duration::plus);
    }

    private Stream<StepResult> steps() {
        return Stream.concat(build.stream(), run.stream());
    }

    /** The artifact of that path, which is compared and opens nothing. */
    public Optional<Artifact> artifact(String path) {
        return artifacts.stream()
                .filter(each -> each.path().value().equals(path))
                .findFirst();
    }
}
