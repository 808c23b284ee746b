package freehold.cli.runtimes;

import freehold.cell.Limit;
import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.machine.Machine;
import freehold.cli.run.LocalRun;
import freehold.cli.scratch.WholeFile;
import freehold.cli.verification.LanguageReport;
import freehold.cli.verification.Pace;
import freehold.cli.verification.Room;
import freehold.cli.verification.SampleResult;
import freehold.cli.verification.SideBySide;
import freehold.cli.verification.Verification;
import freehold.execution.Content;
import freehold.execution.Outcome;
import freehold.execution.Request;
import freehold.execution.Start;
import freehold.quantity.Bytes;
import freehold.runtime.Catalogue;
import freehold.runtime.Installed;
import freehold.runtime.Sample;
import freehold.runtime.Step;
import freehold.wire.pack.PackFile;
import freehold.worker.rootfs.HostToolchains;
import freehold.worker.rootfs.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
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
            "As many run at one time as there are processors, and as their limits leave room in the memory that is free.",
            "A runtime that can wait, started, for its program runs each sample both ways."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:all ended as promised", "1:one did not"})
final class RuntimeVerifyCommand implements Callable<Integer> {
    private static final int JOBS_MAX = 256;
    private static final Duration WARM_PATIENCE = Duration.ofSeconds(60);
    private static final Duration WARM_PAUSE = Duration.ofMillis(200);
    private static final Duration SILENCE = Duration.ofSeconds(10);

    @Parameters(paramLabel = "NAME[@VERSION]", description = "Which runtimes (default: all that are here).")
    private List<String> references = List.of();

    @Option(names = "--defaults", description = "Of each language, only the version that its name alone means.")
    private boolean defaults;

    @Option(
            names = "--report",
            paramLabel = "FILE.md",
            description = "Write a table of what was verified and what a start of each costs, anew after each runtime.")
    private Optional<Path> report = Optional.empty();

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Samples at one time (default: the processors; 1 measures costs best).")
    private Optional<Integer> jobs = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (defaults && references.stream().anyMatch(each -> each.contains("@"))) {
            throw new Declined(ExitStatus.USAGE, "--defaults chooses the versions: name languages alone");
        }
        List<PackFile> packs = Toolchains.packs(references);
        Instant began = InstantSource.system().instant();
        Machine machine = Machine.ofThis();
        Progress progress = (what, doing) -> spec.commandLine().getErr().println("freehold: " + what + ": " + doing);
        LanguageReport page;
        Room room = room();
        try (LocalRun cells =
                LocalRun.openForMany(toolchains -> look(toolchains, packs), progress, room.processors())) {
            List<Installed> meant = meant(cells.catalogue());
            page = new LanguageReport(began, machine, new Verification(meant), cells.catalogue());
            verify(page, room, meant, "cold", (runtime, sample) -> cold(cells, runtime, sample));
        }
        List<Installed> waiting = meant(page.catalogue()).stream()
                .filter(RuntimeVerifyCommand::startsWarm)
                .toList();
        if (!waiting.isEmpty()) {
            try (LocalRun cells = LocalRun.openWithPool(toolchains -> look(toolchains, packs), progress)) {
                // one by one, for runtimes are made ahead only while a processor is idle
                verify(page, roomForOne(), waiting, "warm", (runtime, sample) -> warm(cells, runtime, sample));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                page.verification().passed() + " passed, " + page.verification().failed() + " failed");
        out.flush();
        return page.verification().failed() == 0 ? ExitStatus.OK : ExitStatus.DIFFERS;
    }

    private Catalogue look(HostToolchains toolchains, List<PackFile> packs) {
        return defaults ? toolchains.discoverDefaults(packs) : toolchains.discover(packs);
    }

    private List<Installed> meant(Catalogue catalogue) {
        return defaults ? Toolchains.defaults(catalogue, references) : Toolchains.meant(catalogue, references);
    }

    private Room room() throws IOException {
        if (jobs.isEmpty()) {
            return Room.ofThis();
        }
        if (jobs.get() < 1 || jobs.get() > JOBS_MAX) {
            throw new Declined(ExitStatus.USAGE, "--jobs takes 1 to " + JOBS_MAX + ", not " + jobs.get());
        }
        return Room.ofThis(jobs.get());
    }

    private static Room roomForOne() throws IOException {
        return Room.ofThis(1);
    }

    /** What came of a sample. */
    private record Ran(Installed runtime, Sample sample, SampleResult result, Optional<Outcome> costing) {}

    private void verify(
            LanguageReport page,
            Room room,
            List<Installed> runtimes,
            String start,
            BiFunction<Installed, Sample, Ran> running)
            throws IOException {
        List<SideBySide.Task<Ran>> tasks = new ArrayList<>();
        for (Installed runtime : runtimes) {
            for (Sample sample : runtime.pack().samples()) {
                tasks.add(new SideBySide.Task<>(memory(runtime, sample), () -> running.apply(runtime, sample)));
            }
        }
        String all = " of " + tasks.size() + " samples have run, started " + start;
        PrintWriter err = spec.commandLine().getErr();
        Pace pace = new Pace(SILENCE, System::nanoTime, count -> err.println("freehold: " + count + all));
        AtomicInteger handedOver = new AtomicInteger();
        try {
            new SideBySide(room, SILENCE, pace::now).run(tasks, ran -> {
                note(page, start, ran);
                pace.perhaps(handedOver.incrementAndGet());
            });
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    private void note(LanguageReport page, String start, Ran ran) {
        page.verification().add(ran.runtime(), ran.sample().name() + " (" + start + ")", ran.result());
        ran.costing().ifPresent(outcome -> page.verification().cost(ran.runtime(), ran.sample(), outcome));
        tell(ran.runtime(), start, ran.sample(), ran.result());
        if (ran.sample().equals(ran.runtime().pack().samples().getLast())) {
            write(page);
        }
    }

    /** What the larger of its steps may take. */
    private static Bytes memory(Installed runtime, Sample sample) {
        Bytes run = Optional.ofNullable(sample.limits().get(Limit.MEMORY.label()))
                .map(Bytes::new)
                .orElse(runtime.pack().run().defaults().memory());
        Bytes build =
                runtime.pack().build().map(step -> step.defaults().memory()).orElse(Bytes.NONE);
        return run.count() > build.count() ? run : build;
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
    private void write(LanguageReport page) {
        if (report.isPresent()) {
            try {
                WholeFile.replace(report.get(), page.markdown());
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private static boolean startsWarm(Installed runtime) {
        return runtime.hasBootstraps()
                && (runtime.pack().run().warm().isPresent()
                        || runtime.pack().build().flatMap(Step::warm).isPresent());
    }

    private static Ran cold(LocalRun cells, Installed runtime, Sample sample) {
        try {
            Outcome outcome = cells.outcome(request(runtime, sample));
            SampleResult result = SampleResult.of(sample, outcome, cells::bytes);
            return new Ran(runtime, sample, result, Optional.of(outcome).filter(_ -> result.held()));
        } catch (Declined refused) {
            return notRun(runtime, sample, "not run: " + refused.getMessage());
        }
    }

    /** The first of a shape starts cold, and has a runtime made ahead for the next. */
    private static Ran warm(LocalRun cells, Installed runtime, Sample sample) {
        long until = System.nanoTime() + WARM_PATIENCE.toNanos();
        try {
            Outcome outcome = cells.outcome(request(runtime, sample));
            while (outcome.start() != Start.WARM && System.nanoTime() < until) {
                LockSupport.parkNanos(WARM_PAUSE.toNanos());
                outcome = cells.outcome(request(runtime, sample));
            }
            return outcome.start() == Start.WARM
                    ? new Ran(runtime, sample, SampleResult.of(sample, outcome, cells::bytes), Optional.empty())
                    : notRun(runtime, sample, "did not start warm within " + WARM_PATIENCE.toSeconds() + " s");
        } catch (Declined refused) {
            return notRun(runtime, sample, "not run: " + refused.getMessage());
        }
    }

    private static Ran notRun(Installed runtime, Sample sample, String words) {
        return new Ran(runtime, sample, SampleResult.broken(words), Optional.empty());
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
