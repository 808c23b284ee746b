package freehold.cli.runtimes;

import freehold.cell.Limit;
import freehold.cli.ExitStatus;
import freehold.cli.run.LocalRun;
import freehold.execution.Content;
import freehold.execution.Request;
import freehold.runtime.Installed;
import freehold.runtime.Sample;
import freehold.wire.pack.PackFile;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold runtime verify}. */
@Command(
        name = "verify",
        description = "Runs the samples of runtimes in real cells, and says which did not end as their pack promises.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:all ended as promised", "1:one did not"})
final class RuntimeVerifyCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Parameters(paramLabel = "NAME", description = "Which runtimes (default: all that are here).")
    private List<String> names = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<PackFile> packs = Toolchains.packs(names);
        int failed = 0;
        int passed = 0;
        try (LocalRun cells = LocalRun.open(
                toolchains -> toolchains.discover(packs),
                (what, doing) -> spec.commandLine().getErr().println("freehold: " + what + ": " + doing))) {
            for (Installed runtime : cells.catalogue().installed()) {
                for (Sample sample : runtime.pack().samples()) {
                    SampleResult result = SampleResult.of(sample, cells.outcome(request(runtime, sample)));
                    out.println("%s %-12s %-10s %-28s %s"
                            .formatted(
                                    result.held() ? "✓" : "✗",
                                    runtime.pack().name(),
                                    runtime.version(),
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
        }
        out.println(passed + " passed, " + failed + " failed");
        out.flush();
        return failed == 0 ? ExitStatus.OK : FAILED;
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
