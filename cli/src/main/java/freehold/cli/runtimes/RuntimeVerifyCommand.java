package freehold.cli.runtimes;

import freehold.cell.Limit;
import freehold.cli.ExitStatus;
import freehold.cli.run.LocalRun;
import freehold.execution.Content;
import freehold.execution.Outcome;
import freehold.execution.Request;
import freehold.execution.Start;
import freehold.runtime.Installed;
import freehold.runtime.Sample;
import freehold.runtime.Step;
import freehold.wire.pack.PackFile;
import freehold.worker.rootfs.Progress;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold runtime verify}. */
@Command(
        name = "verify",
        description = {
            "Runs the samples of runtimes in real cells, and says which did not end as their pack promises.",
            "A runtime that can wait, started, for its program runs each sample both ways."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:all ended as promised", "1:one did not"})
final class RuntimeVerifyCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final Duration WARM_PATIENCE = Duration.ofSeconds(20);
    private static final Duration WARM_PAUSE = Duration.ofMillis(200);

    @Parameters(paramLabel = "NAME", description = "Which runtimes (default: all that are here).")
    private List<String> names = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What came of all samples so far. */
    private int passed;

    private int failed;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<PackFile> packs = Toolchains.packs(names);
        Progress progress = (what, doing) -> spec.commandLine().getErr().println("freehold: " + what + ": " + doing);
        try (LocalRun cells = LocalRun.open(toolchains -> toolchains.discover(packs), progress)) {
            cells.catalogue().installed().forEach(each -> verify(each, "cold", sample -> cold(cells, each, sample)));
        }
        try (LocalRun cells = LocalRun.openWithPool(toolchains -> toolchains.discover(packs), progress)) {
            cells.catalogue().installed().stream()
                    .filter(RuntimeVerifyCommand::startsWarm)
                    .forEach(each -> verify(each, "warm", sample -> warm(cells, each, sample)));
        }
        out.println(passed + " passed, " + failed + " failed");
        out.flush();
        return failed == 0 ? ExitStatus.OK : FAILED;
    }

    private void verify(Installed runtime, String start, Function<Sample, SampleResult> running) {
        PrintWriter out = spec.commandLine().getOut();
        for (Sample sample : runtime.pack().samples()) {
            SampleResult result = running.apply(sample);
            out.println("%s %-12s %-10s %s %-28s %s"
                    .formatted(
                            result.held() ? "✓" : "✗",
                            runtime.pack().name(),
                            runtime.version(),
                            start,
                            sample.name(),
                            result.words()));
            out.flush();
            if (result.held()) {
                passed++;
            } else {
                failed++;
            }
        }
    }

    private static boolean startsWarm(Installed runtime) {
        return runtime.pack().run().warm().isPresent()
                || runtime.pack().build().flatMap(Step::warm).isPresent();
    }

    private static SampleResult cold(LocalRun cells, Installed runtime, Sample sample) {
        return SampleResult.of(sample, cells.outcome(request(runtime, sample)));
    }

    /** The first of a shape starts cold, and has a runtime made ahead for the next. */
    private static SampleResult warm(LocalRun cells, Installed runtime, Sample sample) {
        long until = System.nanoTime() + WARM_PATIENCE.toNanos();
        Outcome outcome = cells.outcome(request(runtime, sample));
        while (outcome.start() != Start.WARM && System.nanoTime() < until) {
            LockSupport.parkNanos(WARM_PAUSE.toNanos());
            outcome = cells.outcome(request(runtime, sample));
        }
        return outcome.start() == Start.WARM
                ? SampleResult.of(sample, outcome)
                : new SampleResult(false, "did not start warm within " + WARM_PATIENCE.toSeconds() + " s");
    }

    /** A sample of this very version: pinned by its digest. */
    private static Request request(Installed runtime, Sample sample) {
        Map<Limit, Long> limits = new EnumMap<>(Limit.class);
        sample.limits().forEach((name, value) -> limits.put(limit(name), value));
        return Request.ofSource(
                runtime.pack().name() + "@" + runtime.digest(),
                new Content.Inline(sample.code().getBytes(StandardCharsets.UTF_8)),
                sample.args(),
                new Content.Inline(sample.stdin().getBytes(StandardCharsets.UTF_8)),
                limits);
    }

    private static Limit limit(String name) {
        for (Limit limit : Limit.values()) {
            if (limit.label().equals(name)) {
                return limit;
            }
        }
        throw new IllegalArgumentException("a sample names a limit that there is not: " + name);
    }
}
