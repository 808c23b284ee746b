package freehold.execution;

import freehold.cell.CellReport;
import freehold.cell.Limit;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
        for (StepResult step : steps()) {
            CellReport report = step.report();
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
        }
        return hit;
    }

    /** What its steps took of the processors; a build from the cache took none. */
    public Duration cpu() {
        Duration cpu = Duration.ZERO;
        for (StepResult step : stepsOfItsOwn()) {
            cpu = cpu.plus(step.report().cpu());
        }
        return cpu;
    }

    /** All bytes that its steps wrote and that were kept. */
    public long outputBytes() {
        long bytes = 0;
        for (StepResult step : steps()) {
            bytes += step.stdout().length + step.stderr().length;
        }
        return bytes;
    }

    /** All bytes that its steps wrote, kept or not, as they were written: before secrets were taken out. */
    public long writtenBytes() {
        long bytes = 0;
        for (StepResult step : steps()) {
            bytes += step.report().stdout().count() + step.report().stderr().count();
        }
        return bytes;
    }

    /** Build and run, as far as it came. */
    public List<StepResult> steps() {
        return steps(build);
    }

    /** Those that were carried out for this execution: a build from the cache was for another one. */
    public List<StepResult> stepsOfItsOwn() {
        return steps(buildCached ? Optional.empty() : build);
    }

    private List<StepResult> steps(Optional<StepResult> first) {
        if (first.isEmpty()) {
            return run.isEmpty() ? List.of() : List.of(run.get());
        }
        return run.isEmpty() ? List.of(first.get()) : List.of(first.get(), run.get());
    }

    /** The artifact of that path, which is compared and opens nothing. */
    public Optional<Artifact> artifact(String path) {
        return artifacts.stream()
                .filter(each -> each.path().value().equals(path))
                .findFirst();
    }
}
