package freehold.worker.linux;

import static freehold.worker.workspace.Plans.aPlan;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.CellSpec;
import freehold.cell.FilterClass;
import freehold.cell.Limits;
import freehold.cell.Program;
import freehold.execution.Artifact;
import freehold.execution.Outcome;
import freehold.execution.Plan;
import freehold.execution.StepPlan;
import freehold.execution.Verdict;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import freehold.wire.link.Lease;
import freehold.wire.link.Report;
import freehold.worker.cell.CellPool;
import freehold.worker.cell.PoolPolicy;
import freehold.worker.execution.CellWorker;
import freehold.worker.workspace.BuildCache;
import freehold.worker.workspace.MemoryBlobs;
import freehold.worker.workspace.Plans;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.helpers.NOPLogger;

/** Whole plans in real cells, from a pool; needs root. */
@Tag("cell")
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinuxWorkerTest {
    private static final Limits LIMITS = limits(Duration.ofSeconds(20));
    private static final Limits LITTLE_CPU = limits(Duration.ofMillis(100));

    private final CellDaemon daemon = CellDaemon.start();
    private final LinuxCells cells = new LinuxCells(daemon.socket());
    private final CellPool pool = new CellPool(cells, PoolPolicy.forProcessors(2), System::nanoTime);
    private CellWorker worker;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        BuildCache cache = BuildCache.open(directory, Bytes.mebi(10), 100, InstantSource.system());
        worker = new CellWorker(
                Plans.WORKER, cells, pool, new MemoryBlobs(), cache, 4, System::nanoTime, NOPLogger.NOP_LOGGER);
    }

    @AfterAll
    void close() {
        worker.close();
        pool.close();
        cells.close();
        daemon.close();
    }

    @Test
    void builds_runs_and_collects() {
        Plan plan = aPlan().file("message.txt", "hello")
                .build(shell(LIMITS, List.of("bin/*"), "mkdir bin; cat message.txt > bin/greeting; echo built >&2"))
                .stdin("world")
                .run(shell(LIMITS, List.of(), "cat bin/greeting -; mkdir out; echo plot > out/plot.txt"))
                .collect("out/*")
                .plan();

        Outcome first = outcomeOf(plan);
        Outcome again = outcomeOf(plan);

        assertThat(first.verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(first.build().orElseThrow().stderr()).isEqualTo("built\n".getBytes(UTF_8));
        assertThat(first.run().orElseThrow().stdout()).isEqualTo("helloworld".getBytes(UTF_8));
        assertThat(first.artifacts()).extracting(Artifact::path).containsExactly(new WorkPath("out/plot.txt"));
        assertThat(again.verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(List.of(first.buildCached(), again.buildCached())).containsExactly(false, true);
    }

    @Test
    void names_the_limit_that_was_exceeded() {
        assertThat(verdictOf(LITTLE_CPU, "while :; do :; done")).isEqualTo(Verdict.CPU_EXCEEDED);
        assertThat(verdictOf(LIMITS, "exec cat /dev/zero")).isEqualTo(Verdict.OUTPUT_EXCEEDED);
        assertThat(verdictOf(LIMITS, "exec dd if=/dev/zero of=/dev/null bs=512M count=1"))
                .isEqualTo(Verdict.MEMORY_EXCEEDED);
        assertThat(verdictOf(LIMITS, "kill -ABRT $$")).isEqualTo(Verdict.CRASHED);
        assertThat(verdictOf(LIMITS, "exit 3")).isEqualTo(Verdict.FAILED);
    }

    @Test
    void a_full_disk_is_a_hint_and_no_fault() {
        Plan plan = aPlan().run(shell(LIMITS, List.of(), "head -c 9M /dev/zero > file"))
                .plan();

        Outcome outcome = outcomeOf(plan);

        assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(outcome.explanation()).endsWith("; the disk limit of 8 MiB was reached.");
    }

    @Test
    void cancelling_ends_a_program_at_once() {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        CompletableFuture<Void> waits = new CompletableFuture<>();
        Plan plan = aPlan().run(shell(LIMITS, List.of(), "echo waiting; exec sleep 100"))
                .plan();
        Lease lease = worker.begin(plan, report -> {
            switch (report) {
                case Report.Taken _, Report.Started _ -> {}
                case Report.Output _ -> waits.complete(null);
                case Report.Finished(Outcome last) -> outcome.complete(last);
                case Report.Declined(), Report.Lost() ->
                    throw new AssertionError("a worker does not say that of itself");
            }
        });
        waits.join();

        lease.cancel();

        assertThat(outcome.join().verdict()).isEqualTo(Verdict.CANCELLED);
        assertThat(outcome.join().run().orElseThrow().stdout()).isEqualTo("waiting\n".getBytes(UTF_8));
        assertThat(outcome.join().timing().ran()).isLessThan(LIMITS.wall());
    }

    private static Limits limits(Duration cpu) {
        return new Limits(cpu, Duration.ofSeconds(40), Bytes.mebi(64), 16, Bytes.kibi(64), Bytes.mebi(8), 64);
    }

    private Verdict verdictOf(Limits limits, String script) {
        return outcomeOf(aPlan().run(shell(limits, List.of(), script)).plan()).verdict();
    }

    private Outcome outcomeOf(Plan plan) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        worker.begin(plan, report -> {
            if (report instanceof Report.Finished(Outcome last)) {
                outcome.complete(last);
            }
        });
        return outcome.join();
    }

    private static StepPlan shell(Limits limits, List<String> keeps, String script) {
        return new StepPlan(
                new CellSpec(CellDaemon.ROOT, FilterClass.INTERPRETED, limits),
                new Program(List.of("/bin/sh", "-c", script), Map.of("PATH", "/usr/bin:/bin")),
                keeps);
    }
}
