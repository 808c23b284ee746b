package freehold.cli.bench;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.machine.Machine;
import freehold.cli.packs.Packs;
import freehold.cli.run.LocalRun;
import freehold.cli.scratch.Scratch;
import freehold.cli.settings.Installation;
import freehold.cli.settings.Places;
import freehold.runtime.Catalogue;
import freehold.runtime.Installed;
import freehold.wire.listing.Listing;
import freehold.wire.pack.PackFile;
import freehold.worker.folder.FolderTree;
import freehold.worker.rootfs.HostToolchains;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold bench}. */
@Command(
        name = "bench",
        description = {
            "Compares programs run by Freehold with the same programs run bare, turn by turn.",
            "Freehold's go over HTTP on loopback. Medians with quartiles; the ratio is what Freehold costs."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:a guarantee was not kept"})
public final class BenchCommand implements Callable<Integer> {
    private static final int BROKEN = 1;
    private static final int PROMISE_ROUNDS = 300;
    private static final int PROMISE_ROUNDS_QUICK = 30;
    private static final int ROUNDS = 40;
    private static final int ROUNDS_QUICK = 9;
    private static final int WARM_UP = 5;
    private static final int TOGETHER = 8;
    private static final int TOGETHER_EACH = 10;

    @Option(names = "--quick", description = "Fewer rounds: a first idea, not a measurement.")
    private boolean quick;

    @Option(
            names = "--pause",
            paramLabel = "MS",
            defaultValue = "100",
            description = {
                "How long to leave the machine alone before each turn (default: ${DEFAULT-VALUE}).",
                "With 0 runtimes that wait are soon used up, and most programs start cold."
            })
    private int pauseMs = 100;

    @Option(
            names = "--guarantees",
            description = "Measure instead how late limits strike, and how exact the accounts are, idle and busy.")
    private boolean guarantees;

    @Option(names = "--json", description = "Print all figures as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What {@code --json} prints. */
    record Report(Machine machine, List<BenchResult> results) {}

    /** What {@code --json --guarantees} prints. */
    record Promises(Machine machine, List<Promise> guarantees) {}

    @Override
    public Integer call() throws IOException {
        if (!Places.isRoot()) {
            throw new Declined(ExitStatus.UNAVAILABLE, "bench starts a server of its own, for which it must be root");
        }
        Machine machine = Machine.ofThis();
        if (guarantees) {
            return measurePromises(machine);
        }
        Path data = Places.ofThisUser().data().resolveSibling("bench");
        List<BenchResult> results;
        try (Scratch scratch = Scratch.make()) {
            results = compareAll(machine, scratch.folder("cases"), data);
        } finally {
            FolderTree.delete(data);
        }
        if (json) {
            spec.commandLine().getOut().println(Listing.of(new Report(machine, results)));
            spec.commandLine().getOut().flush();
        }
        return ExitStatus.OK;
    }

    private int measurePromises(Machine machine) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<PackFile> packs = packs(Set.of("c"));
        if (!json) {
            out.print(machine.line() + System.lineSeparator() + Promise.header());
            out.flush();
        }
        List<Promise> promises;
        try (LocalRun cells = LocalRun.open(
                toolchains -> toolchains.discoverDefaults(packs),
                (what, doing) -> err.println("freehold: " + what + ": " + doing))) {
            promises = new PromiseBench(cells, quick ? PROMISE_ROUNDS_QUICK : PROMISE_ROUNDS, promise -> {
                        if (!json) {
                            out.print(promise.line());
                            out.flush();
                        }
                    })
                    .measure();
        }
        if (json) {
            out.println(Listing.of(new Promises(machine, promises)));
            out.flush();
        }
        return promises.stream().allMatch(Promise::holds) ? ExitStatus.OK : BROKEN;
    }

    private List<BenchResult> compareAll(Machine machine, Path cases, Path data) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Catalogue catalogue = catalogue(err);
        List<BenchResult> results = new ArrayList<>();
        Files.createDirectory(cases);
        if (!json) {
            out.print(machine.line() + System.lineSeparator() + BenchResult.header());
            out.flush();
        }
        try (BenchServer server = BenchServer.start(
                System.getProperty("freehold.command", "freehold"),
                Installation.here().ask(),
                data)) {
            for (BenchCase bench : BenchCase.all()) {
                Optional<Installed> runtime = catalogue.installed().stream()
                        .filter(each -> each.pack().name().equals(bench.runtime()))
                        .filter(each -> each.source().equals(Installed.HOST))
                        .findFirst();
                if (runtime.isEmpty()) {
                    err.println("freehold: " + bench.name() + " is left out: this host has no " + bench.runtime()
                            + " that could be run bare");
                    continue;
                }
                Path directory = Files.createDirectory(cases.resolve("case-" + results.size()));
                BenchResult result = compare(bench, runtime.get(), directory, server);
                results.add(result);
                if (!json) {
                    out.print(result.line());
                    out.flush();
                }
            }
        }
        return results;
    }

    /** What this host has of the languages that are compared; what was installed from packages runs nowhere but in a cell. */
    private static Catalogue catalogue(PrintWriter err) {
        Set<String> names = BenchCase.all().stream().map(BenchCase::runtime).collect(Collectors.toSet());
        List<PackFile> packs = packs(names);
        return new HostToolchains(
                        Places.ofThisUser().host(), (what, doing) -> err.println("freehold: " + what + ": " + doing))
                .discover(packs);
    }

    private static List<PackFile> packs(Set<String> names) {
        return Packs.here().read().stream()
                .filter(file -> names.contains(file.pack().name()))
                .toList();
    }

    private BenchResult compare(BenchCase bench, Installed runtime, Path directory, BenchServer server)
            throws IOException {
        BareProgram program = new BareProgram(Installation.here().bare(), directory, runtime, bench);
        List<Long> bare = new ArrayList<>();
        List<Long> freehold = new ArrayList<>();
        int warm = 0;
        int rounds = quick ? ROUNDS_QUICK : ROUNDS;
        Duration pause = Duration.ofMillis(pauseMs);
        for (int round = -WARM_UP; round < rounds; round++) {
            LockSupport.parkNanos(pause.toNanos());
            long one = program.once(round);
            BenchServer.Answer other = server.once(bench, runtime, round, directory, pause);
            if (round >= 0) {
                bare.add(one);
                freehold.add(other.nanos());
                warm += other.warm() ? 1 : 0;
            }
        }
        int each = quick ? 2 : TOGETHER_EACH;
        Optional<Double> barePerSecond = Optional.empty();
        if (bench.build() == BenchCase.Build.BEFORE) {
            barePerSecond = Optional.of(each * TOGETHER * 1e9 / program.together(each, TOGETHER));
        }
        long served = server.together(bench, runtime, rounds, each * TOGETHER, TOGETHER, directory);
        return new BenchResult(
                bench.name(),
                runtime.pack().name() + " " + runtime.version(),
                Spread.ofNanos(bare),
                Spread.ofNanos(freehold),
                warm,
                barePerSecond,
                each * TOGETHER * 1e9 / served);
    }
}
