package freehold.cli.runtimes;

import freehold.cell.Limit;
import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.machine.Machine;
import freehold.cli.run.LocalRun;
import freehold.cli.verification.LanguageReport;
import freehold.cli.verification.SampleResult;
import freehold.cli.verification.Verification;
import freehold.execution.Content;
import freehold.execution.Outcome;
import freehold.execution.Request;
import freehold.execution.Start;
import freehold.runtime.Installed;
import freehold.runtime.Sample;
import freehold.runtime.Step;
import freehold.wire.pack.PackFile;
import freehold.worker.rootfs.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Parameters(paramLabel = "NAME[@VERSION]", description = "Which runtimes (default: all that are here).")
    private List<String> references = List.of();

    @Option(
            names = "--report",
            paramLabel = "FILE.md",
            description = "Write a table of what was verified and what a start of each costs, anew after each runtime.")
    private Optional<Path> report = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        List<PackFile> packs = Toolchains.packs(references);
        Instant began = InstantSource.system().instant();
        Machine machine = Machine.ofThis();
        Progress progress = (what, doing) -> spec.commandLine().getErr().println("freehold: " + what + ": " + doing);
        LanguageReport page;
        try (LocalRun cells = LocalRun.open(toolchains -> toolchains.discover(packs), progress)) {
            List<Installed> meant = Toolchains.meant(cells.catalogue(), references);
            page = new LanguageReport(began, machine, new Verification(meant), cells.catalogue());
            verify(page, meant, "cold", (runtime, sample) -> cold(cells, runtime, sample, page.verification()));
        }
        List<Installed> waiting = Toolchains.meant(page.catalogue(), references).stream()
                .filter(RuntimeVerifyCommand::startsWarm)
                .toList();
        if (!waiting.isEmpty()) {
            try (LocalRun cells = LocalRun.openWithPool(toolchains -> toolchains.discover(packs), progress)) {
                verify(page, waiting, "warm", (runtime, sample) -> warm(cells, runtime, sample));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                page.verification().passed() + " passed, " + page.verification().failed() + " failed");
        out.flush();
        return page.verification().failed() == 0 ? ExitStatus.OK : FAILED;
    }

    private void verify(
            LanguageReport page,
            List<Installed> runtimes,
            String start,
            BiFunction<Installed, Sample, SampleResult> running)
            throws IOException {
        for (Installed runtime : runtimes) {
            for (Sample sample : runtime.pack().samples()) {
                SampleResult result = running.apply(runtime, sample);
                page.verification().add(runtime, sample.name() + " (" + start + ")", result);
                tell(runtime, start, sample, result);
            }
            write(page);
        }
    }

    private void tell(Installed runtime, String start, Sample sample, SampleResult result) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("%s %-12s %-10s %s %-28s %s"
                .formatted(
                        result.held() ? "✓" : "✗",
                        runtime.pack().name(),
                        runtime.version(),
                        start,
                        sample.name(),
                        result.words()));
        out.flush();
    }

    /** In one step, so that what is read while this goes on, or after it was ended, is a whole page. */
    private void write(LanguageReport page) throws IOException {
        if (report.isPresent()) {
            Path partial = report.get().resolveSibling(report.get().getFileName() + ".partial");
            Files.writeString(partial, page.markdown());
            Files.move(partial, report.get(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static boolean startsWarm(Installed runtime) {
        return runtime.hasBootstraps()
                && (runtime.pack().run().warm().isPresent()
                        || runtime.pack().build().flatMap(Step::warm).isPresent());
    }

    private static SampleResult cold(LocalRun cells, Installed runtime, Sample sample, Verification verification) {
        try {
            Outcome outcome = cells.outcome(request(runtime, sample));
            SampleResult result = SampleResult.of(sample, outcome, cells::bytes);
            if (result.held()) {
                verification.cost(runtime, sample, outcome);
            }
            return result;
        } catch (Declined refused) {
            return SampleResult.broken("not run: " + refused.getMessage());
        }
    }

    /** The first of a shape starts cold, and has a runtime made ahead for the next. */
    private static SampleResult warm(LocalRun cells, Installed runtime, Sample sample) {
        long until = System.nanoTime() + WARM_PATIENCE.toNanos();
        try {
            Outcome outcome = cells.outcome(request(runtime, sample));
            while (outcome.start() != Start.WARM && System.nanoTime() < until) {
                LockSupport.parkNanos(WARM_PAUSE.toNanos());
                outcome = cells.outcome(request(runtime, sample));
            }
            return outcome.start() == Start.WARM
                    ? SampleResult.of(sample, outcome, cells::bytes)
                    : SampleResult.broken("did not start warm within " + WARM_PATIENCE.toSeconds() + " s");
        } catch (Declined refused) {
            return SampleResult.broken("not run: " + refused.getMessage());
        }
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
                        limits)
                .collecting(List.copyOf(sample.artifacts().keySet()));
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
