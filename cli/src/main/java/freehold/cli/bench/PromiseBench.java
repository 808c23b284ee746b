package freehold.cli.bench;

import freehold.cell.CellReport;
import freehold.cell.Limit;
import freehold.cli.run.LocalRun;
import freehold.execution.Content;
import freehold.execution.Outcome;
import freehold.execution.Request;
import freehold.execution.StepResult;
import freehold.execution.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Measures what docs/guarantees.md says of limits and of accounting: with programs in C that do one thing, in cells of their own, idle and
 * with every processor busy beside.
 */
final class PromiseBench {
    private static final double MIB = 1 << 20;
    private static final long LIMIT_MS = 100;
    private static final long TOUCHED_MIB = 32;
    private static final long MEMORY_LIMIT_MIB = 64;
    private static final int UNDER_LIMIT_ROUNDS = 20;

    private static final String SPINS = "int main(void) { volatile int on = 1; while (on) ; }";
    private static final String SLEEPS = "#include <unistd.h>\nint main(void) { for (;;) pause(); }";

    /** Uses 50 ms of CPU, and writes how many nanoseconds it found that to be (clock_gettime(2)). */
    private static final String BURNS = """
            #include <stdio.h>
            #include <time.h>
            int main(void) {
                struct timespec cpu;
                do
                    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
                while (cpu.tv_nsec < 50000000);
                printf("%ld", cpu.tv_nsec);
            }
            """;

    private static final String NAPS = """
            #include <time.h>
            int main(void) { nanosleep(&(struct timespec){0, 50000000}, 0); }
            """;

    private static final String TOUCHES = """
            #include <stdlib.h>
            #include <string.h>
            int main(int count, char **arguments) {
                size_t bytes = (size_t)atol(arguments[1]) << 20;
                char *all = malloc(bytes);
                memset(all, count, bytes);
                return all[bytes / 2] != count;
            }
            """;

    private final LocalRun cells;
    private final int rounds;
    private final Consumer<Promise> told;
    private final List<Promise> all = new ArrayList<>();

    PromiseBench(LocalRun cells, int rounds, Consumer<Promise> told) {
        this.cells = cells;
        this.rounds = rounds;
        this.told = told;
    }

    /** All figures, in the order in which they were told. */
    List<Promise> measure() {
        measure("idle");
        try (Busy _ = Busy.all()) {
            measure("busy");
        }
        stayUnder();
        return all;
    }

    private void measure(String load) {
        List<CellReport> spun = reports(SPINS, Map.of(Limit.CPU, LIMIT_MS), Verdict.CPU_EXCEEDED);
        tell("CPU limit reached, to the kill", load, "ms", spun, report -> ms(report.late()), Optional.of(10.0));
        tell(
                "  and from the kill to confirmed death",
                load,
                "ms",
                spun,
                report -> ms(report.death()),
                Optional.empty());
        List<CellReport> slept = reports(SLEEPS, Map.of(Limit.WALL, LIMIT_MS), Verdict.WALL_EXCEEDED);
        tell("wall limit reached, to the kill", load, "ms", slept, report -> ms(report.late()), Optional.of(5.0));
        tell(
                "  and from the kill to confirmed death",
                load,
                "ms",
                slept,
                report -> ms(report.death()),
                Optional.empty());
        List<Double> burnt = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            StepResult result = run(BURNS, List.of(), Map.of(), Verdict.SUCCEEDED);
            double own = Double.parseDouble(new String(result.stdout(), StandardCharsets.US_ASCII)) / 1e6;
            burnt.add(ms(result.report().cpu()) - own);
        }
        add(Promise.of("CPU reported, beyond what the program itself read", load, "ms", burnt, Optional.empty()));
        List<CellReport> napped = reports(NAPS, Map.of(), Verdict.SUCCEEDED);
        tell(
                "wall time reported of a sleep of 50 ms, beyond that",
                load,
                "ms",
                napped,
                report -> ms(report.wall()) - 50,
                Optional.empty());
        List<Double> touched = new ArrayList<>();
        for (int round = 0; round < Math.min(rounds, UNDER_LIMIT_ROUNDS); round++) {
            StepResult result = run(TOUCHES, List.of("" + TOUCHED_MIB), Map.of(), Verdict.SUCCEEDED);
            touched.add(result.report().memoryPeak().count() / MIB - TOUCHED_MIB);
        }
        add(Promise.of("peak memory reported, beyond 32 MiB touched", load, "MiB", touched, Optional.empty()));
    }

    /** A program and all that the kernel counts for it, one MiB below the limit: it must live. */
    private void stayUnder() {
        List<Double> left = new ArrayList<>();
        for (int round = 0; round < UNDER_LIMIT_ROUNDS; round++) {
            StepResult result = run(
                    TOUCHES,
                    List.of("" + (MEMORY_LIMIT_MIB - 2)),
                    Map.of(Limit.MEMORY, MEMORY_LIMIT_MIB << 20),
                    Verdict.SUCCEEDED);
            left.add(MEMORY_LIMIT_MIB - result.report().memoryPeak().count() / MIB);
        }
        add(Promise.of("left of a memory limit of 64 MiB with 62 touched", "idle", "MiB", left, Optional.empty()));
    }

    private List<CellReport> reports(String source, Map<Limit, Long> limits, Verdict expected) {
        List<CellReport> reports = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            reports.add(run(source, List.of(), limits, expected).report());
        }
        return reports;
    }

    private StepResult run(String source, List<String> arguments, Map<Limit, Long> limits, Verdict expected) {
        Outcome outcome = cells.outcome(Request.ofSource(
                "c",
                new Content.Inline(source.getBytes(StandardCharsets.UTF_8)),
                arguments,
                new Content.Inline(new byte[0]),
                limits));
        if (outcome.verdict() != expected) {
            throw new IllegalStateException("expected " + expected.label() + ": " + outcome.explanation());
        }
        return outcome.run().orElseThrow();
    }

    private void tell(
            String name,
            String load,
            String unit,
            List<CellReport> reports,
            ToDoubleFunction<CellReport> figure,
            Optional<Double> bound) {
        List<Double> figures = reports.stream().mapToDouble(figure).boxed().toList();
        add(Promise.of(name, load, unit, figures, bound));
    }

    private void add(Promise promise) {
        all.add(promise);
        told.accept(promise);
    }

    private static double ms(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
