package freehold.cli.verification;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.cell.FilterClass;
import freehold.execution.Artifact;
import freehold.execution.Outcome;
import freehold.execution.Start;
import freehold.execution.StepResult;
import freehold.execution.Timing;
import freehold.execution.Verdict;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.runtime.DefaultLimits;
import freehold.runtime.Installed;
import freehold.runtime.Pack;
import freehold.runtime.Sample;
import freehold.runtime.Step;
import freehold.runtime.Warmth;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Samples and their ends, as a test says them. */
final class Runs {
    private Runs() {}

    static Sample sample(String ends, Optional<Integer> exitCode, Map<String, String> artifacts) {
        return new Sample(
                "shows", "", "", List.of(), ends, Optional.empty(), Optional.empty(), exitCode, artifacts, Map.of());
    }

    static Outcome outcome(Verdict verdict, int exitCode, String... files) {
        List<Artifact> artifacts = List.of(files).stream()
                .map(each -> new Artifact(new WorkPath(each), 1, new Digest("0".repeat(64))))
                .toList();
        return new Outcome(
                verdict,
                "as a test says",
                Optional.empty(),
                Optional.of(step(exitCode)),
                false,
                Start.COLD,
                artifacts,
                Timing.NONE);
    }

    /** It took 42 ms and 3 MiB. */
    private static StepResult step(int exitCode) {
        CellReport report = new CellReport(
                Cause.ITSELF,
                exitCode,
                0,
                Duration.ofMillis(42),
                Duration.ofMillis(50),
                Bytes.mebi(3),
                1,
                0,
                0,
                Bytes.NONE,
                Bytes.NONE,
                Bytes.NONE,
                0,
                Duration.ZERO,
                Duration.ZERO,
                0,
                0,
                false);
        return new StepResult(
                report,
                DefaultLimits.RUN,
                "said".getBytes(StandardCharsets.UTF_8),
                "complained".getBytes(StandardCharsets.UTF_8));
    }

    static Installed runtime(String name, String version) {
        Step run = new Step(List.of("run"), Map.of(), FilterClass.INTERPRETED, DefaultLimits.RUN, List.of());
        return new Installed(
                pack(name, run),
                version,
                new Digest("0123456789abcdef".repeat(4)),
                Optional.empty(),
                "root",
                Map.of(),
                Installed.BUNDLE,
                Bytes.mebi(7),
                new Warmth.None());
    }

    private static Pack pack(String name, Step run) {
        return new Pack(name, "The " + name, List.of(), List.of(), List.of(), "main", Optional.empty(), run, List.of());
    }
}
