package freehold.worker.execution;

import static freehold.worker.workspace.Plans.aPlan;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Limits;
import freehold.execution.Artifact;
import freehold.execution.Content;
import freehold.execution.FaultId;
import freehold.execution.Injection;
import freehold.execution.Outcome;
import freehold.execution.Plan;
import freehold.execution.SecretValue;
import freehold.execution.SourceFile;
import freehold.execution.StepName;
import freehold.execution.StepResult;
import freehold.execution.Verdict;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.secret.SecretName;
import freehold.tenant.TenantId;
import freehold.wire.link.Lease;
import freehold.wire.link.Report;
import freehold.wire.link.Stream;
import freehold.worker.cell.CellPool;
import freehold.worker.cell.CellsUnavailable;
import freehold.worker.cell.FakeCells;
import freehold.worker.cell.FakeProgram;
import freehold.worker.cell.FakeProgram.FakeFile;
import freehold.worker.cell.PoolPolicy;
import freehold.worker.workspace.BuildCache;
import freehold.worker.workspace.MemoryBlobs;
import freehold.worker.workspace.Plans;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.helpers.NOPLogger;

@Timeout(20)
class CellWorkerTest {
    private final AtomicInteger compilations = new AtomicInteger();
    private final FakeCells cells = new FakeCells()
            .with("greet", in -> write(in, "hello " + new String(in.stdin(), UTF_8), 0))
            .with("fail", in -> write(in, "", 3))
            .with("spin", FakeProgram.Surroundings::spin)
            .with("exhaust", FakeProgram.Surroundings::exhaustMemory)
            .with("flood", in -> write(in, "x".repeat(100_000), 0))
            .with("wait", in -> {
                in.write(Stream.STDOUT, "waiting".getBytes(UTF_8));
                return in.waitForEnd();
            })
            .with("compile", in -> {
                compilations.incrementAndGet();
                FakeFile source = in.files().getOrDefault("main.c", new FakeFile("", false, false));
                in.files().put("program", new FakeFile("built from " + source.text(), true, false));
                in.files().put("main.o", new FakeFile("object", false, false));
                in.write(Stream.STDERR, "a warning".getBytes(UTF_8));
                return source.text().contains("mistake") ? 1 : 0;
            })
            .with("./program", in -> {
                FakeFile program = in.files().get("program");
                return program == null ? 126 : write(in, program.text(), 0);
            })
            .with("draw", in -> {
                in.files().put("out/plot.png", new FakeFile("PNG", false, false));
                in.files().put("out/more.png", new FakeFile("PNG2", false, false));
                in.files().put("out/link.png", new FakeFile("", false, true));
                in.files().put("notes.txt", new FakeFile("notes", false, false));
                return 0;
            });

    private final MemoryBlobs blobs = new MemoryBlobs();
    private final AtomicLong now = new AtomicLong();
    private final CellPool pool = new CellPool(cells, PoolPolicy.none(), now::get);
    private CellWorker worker;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        BuildCache cache = BuildCache.open(directory, Bytes.mebi(10), 100, InstantSource.system());
        worker = new CellWorker(
                Plans.WORKER,
                cells,
                2,
                new Ground(pool, blobs, cache, () -> new FaultId("flt_test"), now::get, NOPLogger.NOP_LOGGER));
    }

    @AfterEach
    void nothing_remains() {
        worker.close();
        pool.close();
        assertThat(cells.open()).isZero();
    }

    @Test
    void runs_a_program_and_tells_what_it_wrote() {
        Told told = begin(aPlan().stdin("world").run("greet").plan());

        Outcome outcome = told.outcome();

        assertThat(outcome.verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(outcome.explanation()).isEqualTo("Exited with 0 after 1 ms of CPU.");
        assertThat(outcome.build()).isEmpty();
        assertThat(outcome.run().orElseThrow().stdout()).isEqualTo("hello world".getBytes(UTF_8));
        assertThat(told.text(StepName.RUN, Stream.STDOUT)).isEqualTo("hello world");
        assertThat(told.steps()).containsExactly(StepName.RUN);
        assertThat(told.reports.getLast()).isInstanceOf(Report.Finished.class);
    }

    @Test
    void what_was_fetched_for_a_tenant_is_forgotten_with_what_was_built_for_it() throws IOException {
        TenantId ann = new TenantId("ann");
        Content.Stored stored = blobs.put(ann, new ByteArrayInputStream(new byte[10]));

        worker.forgetKept(ann);

        assertThat(blobs.open(ann, stored.digest())).isEmpty();
    }

    @Test
    void rules_by_what_the_cell_reported() {
        assertThat(verdictOf("fail")).isEqualTo(Verdict.FAILED);
        assertThat(verdictOf("spin")).isEqualTo(Verdict.CPU_EXCEEDED);
        assertThat(verdictOf("exhaust")).isEqualTo(Verdict.MEMORY_EXCEEDED);
        assertThat(verdictOf("flood")).isEqualTo(Verdict.OUTPUT_EXCEEDED);
        assertThat(verdictOf("no such program")).isEqualTo(Verdict.FAILED);
    }

    @Test
    void keeps_the_allowed_part_of_a_flood() {
        Outcome outcome = begin(aPlan().run("flood").plan()).outcome();

        assertThat(outcome.run().orElseThrow().stdout())
                .hasSize(Math.toIntExact(Plans.LIMITS.output().count()));
    }

    @Test
    void builds_in_one_cell_and_runs_in_another_with_what_is_kept() {
        Told told = begin(compiled("main"));

        Outcome outcome = told.outcome();

        assertThat(told.steps()).containsExactly(StepName.BUILD, StepName.RUN);
        assertThat(outcome.verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(outcome.buildCached()).isFalse();
        assertThat(told.text(StepName.BUILD, Stream.STDERR)).isEqualTo("a warning");
        assertThat(told.text(StepName.RUN, Stream.STDOUT)).isEqualTo("built from main");
        assertThat(cells.made()).hasSize(2);
        assertThat(cells.made().getLast().files()).containsOnlyKeys("main.c", "program");
    }

    @Test
    void builds_the_same_sources_once_for_a_tenant() {
        begin(compiled("main")).outcome();

        Told told = begin(compiled("main"));

        assertThat(told.outcome().buildCached()).isTrue();
        assertThat(told.outcome().build().orElseThrow().stderr()).isEqualTo("a warning".getBytes(UTF_8));
        assertThat(told.text(StepName.RUN, Stream.STDOUT)).isEqualTo("built from main");
        assertThat(told.steps()).containsExactly(StepName.RUN);
        assertThat(compilations).hasValue(1);
    }

    @Test
    void builds_anew_for_another_tenant() {
        begin(compiled("main")).outcome();

        Plan plan = aPlan().tenant("other")
                .file("main.c", "main")
                .build(List.of("program"), "compile")
                .run("./program")
                .plan();
        Outcome outcome = begin(plan).outcome();

        assertThat(outcome.buildCached()).isFalse();
        assertThat(compilations).hasValue(2);
    }

    @Test
    void a_build_that_fails_ends_it_and_is_not_remembered() {
        Told first = begin(compiled("mistake"));
        Outcome outcome = first.outcome();
        Outcome again = begin(compiled("mistake")).outcome();

        assertThat(outcome.verdict()).isEqualTo(Verdict.BUILD_FAILED);
        assertThat(outcome.explanation()).startsWith("The build step exited with 1 after 1 ms of CPU.");
        assertThat(outcome.run()).isEmpty();
        assertThat(outcome.build().orElseThrow().stderr()).isEqualTo("a warning".getBytes(UTF_8));
        assertThat(first.steps()).containsExactly(StepName.BUILD);
        assertThat(again.buildCached()).isFalse();
        assertThat(compilations).hasValue(2);
    }

    @Test
    void a_build_that_leaves_more_than_the_run_may_have_failed() {
        Limits tight = new Limits(
                Duration.ofSeconds(1), Duration.ofSeconds(2), Bytes.mebi(64), 16, Bytes.kibi(64), Bytes.kibi(4), 64);
        Plan plan = aPlan().file("main.c", "main")
                .build(List.of("program"), "compile")
                .run(tight, "./program")
                .plan();

        Outcome outcome = begin(plan).outcome();

        assertThat(outcome.verdict()).isEqualTo(Verdict.BUILD_FAILED);
        assertThat(outcome.explanation())
                .startsWith("The build step left 8 KiB for the run step, whose disk limit is 4 KiB.");
    }

    @Test
    void brings_back_the_regular_files_that_match() throws IOException {
        Outcome outcome = begin(aPlan().run("draw").collect("out/*.png").plan()).outcome();

        assertThat(outcome.artifacts())
                .extracting(Artifact::path)
                .containsExactly(new WorkPath("out/more.png"), new WorkPath("out/plot.png"));
        Artifact plot = outcome.artifacts().getLast();
        assertThat(plot.sizeBytes()).isEqualTo(3);
        try (InputStream bytes = blobs.open(TenantId.LOCAL, plot.digest()).orElseThrow()) {
            assertThat(bytes.readAllBytes()).isEqualTo("PNG".getBytes(UTF_8));
        }
    }

    @Test
    void says_so_when_there_are_more_artifacts_than_it_brings_back() {
        cells.with("litter", in -> {
            for (int i = 0; i < 1_100; i++) {
                in.files().put("file-" + i, new FakeFile("", false, false));
            }
            return 0;
        });

        Outcome outcome = begin(aPlan().run("litter").collect("*").plan()).outcome();

        assertThat(outcome.artifacts()).hasSize(1_000);
        assertThat(outcome.explanation())
                .isEqualTo("Exited with 0 after 1 ms of CPU. Not collected: 100 of 1,100 matching files; "
                        + "the most is 1,000 files and 1 MiB. Let the globs match fewer, or pack them into one.");
    }

    @Test
    void brings_artifacts_back_of_a_program_that_failed_too() {
        cells.with("draw and fail", in -> {
            in.files().put("partial.txt", new FakeFile("half", false, false));
            return 1;
        });

        Outcome outcome =
                begin(aPlan().run("draw and fail").collect("*.txt").plan()).outcome();

        assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(outcome.artifacts()).hasSize(1);
    }

    @Test
    void a_value_of_a_secret_is_in_no_output_report_or_artifact() throws IOException {
        cells.with("tell", in -> {
            String token = in.env().getOrDefault("TOKEN", "no token");
            in.files().put("note.txt", new FakeFile("it is " + token, false, false));
            in.files().put("named-" + token, new FakeFile("", false, false));
            in.write(Stream.STDERR, token.substring(0, 3).getBytes(UTF_8));
            in.write(Stream.STDERR, token.substring(3).getBytes(UTF_8));
            return write(in, "it is " + token, 0);
        });
        SecretValue token = new SecretValue(
                new SecretName("token"), new Injection.Variable("TOKEN"), "kanarienvogel".getBytes(UTF_8));

        Told told = begin(aPlan().run("tell").collect("*").plan().supplied(List.of(token)));

        StepResult run = told.outcome().run().orElseThrow();
        assertThat(run.stdout()).isEqualTo("it is [secret token]".getBytes(UTF_8));
        assertThat(run.stderr()).isEqualTo("[secret token]".getBytes(UTF_8));
        assertThat(told.text(StepName.RUN, Stream.STDOUT)).isEqualTo("it is [secret token]");
        assertThat(told.outcome().artifacts()).extracting(Artifact::path).containsExactly(new WorkPath("note.txt"));
        Digest note = told.outcome().artifacts().getFirst().digest();
        try (InputStream bytes = blobs.open(TenantId.LOCAL, note).orElseThrow()) {
            assertThat(bytes.readAllBytes()).isEqualTo("it is [secret token]".getBytes(UTF_8));
        }
    }

    @Test
    void cancelling_ends_a_running_program() {
        Told told = new Told();
        Lease lease = worker.begin(aPlan().run("wait").plan(), told);
        told.awaitOutput();

        lease.cancel();
        lease.cancel();

        Outcome outcome = told.outcome();
        assertThat(outcome.verdict()).isEqualTo(Verdict.CANCELLED);
        assertThat(outcome.explanation()).startsWith("Cancelled in the run step after 2 ms, of which 1 ms of CPU.");
        assertThat(outcome.run().orElseThrow().stdout()).isEqualTo("waiting".getBytes(UTF_8));
    }

    @Test
    void cancelling_ends_a_running_build() {
        Told told = new Told();
        Plan plan = aPlan().build(List.of("*"), "wait").run("./program").plan();
        Lease lease = worker.begin(plan, told);
        told.awaitOutput();

        lease.cancel();

        Outcome outcome = told.outcome();
        assertThat(outcome.verdict()).isEqualTo(Verdict.CANCELLED);
        assertThat(outcome.run()).isEmpty();
        assertThat(told.steps()).containsExactly(StepName.BUILD);
    }

    @Test
    void cancelling_while_a_cell_is_made_lets_no_program_go() {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        cells.beforePrepare(_ -> {
            making.countDown();
            uninterruptibly(cancelled);
        });
        Told told = new Told();
        Lease lease = worker.begin(aPlan().run("greet").plan(), told);
        uninterruptibly(making);

        lease.cancel();
        cancelled.countDown();

        Outcome outcome = told.outcome();
        assertThat(outcome.verdict()).isEqualTo(Verdict.CANCELLED);
        assertThat(outcome.explanation()).startsWith("Cancelled before the run step had begun.");
        assertThat(told.steps()).isEmpty();
    }

    @Test
    void cancelling_what_has_finished_changes_nothing() {
        Told told = new Told();
        Lease lease = worker.begin(aPlan().run("greet").plan(), told);
        told.outcome();

        lease.cancel();

        assertThat(told.outcome().verdict()).isEqualTo(Verdict.SUCCEEDED);
    }

    @Test
    void a_failure_of_ours_is_a_fault_with_an_id() {
        cells.fail(new CellsUnavailable("no daemon"));

        Outcome outcome = begin(aPlan().run("greet").plan()).outcome();

        assertThat(outcome.verdict()).isEqualTo(Verdict.FAULTED);
        assertThat(outcome.explanation())
                .startsWith("Freehold failed, not the program")
                .endsWith("in the log under flt_test.");
        assertThat(outcome.run()).isEmpty();
    }

    @Test
    void a_cell_that_is_lost_while_its_program_runs_is_a_fault() {
        cells.with("lose", in -> {
            cells.made().getLast().die();
            return 0;
        });

        assertThat(verdictOf("lose")).isEqualTo(Verdict.FAULTED);
    }

    @Test
    void a_blob_that_is_missing_is_a_fault() {
        SourceFile missing =
                new SourceFile(new WorkPath("a"), new Content.Stored(new Digest("0".repeat(64)), 1), false);

        Outcome outcome = begin(aPlan().file(missing).run("greet").plan()).outcome();

        assertThat(outcome.verdict()).isEqualTo(Verdict.FAULTED);
    }

    @Test
    void artifacts_that_cannot_be_stored_are_a_fault_that_keeps_the_result() {
        blobs.fail();

        Outcome outcome = begin(aPlan().run("draw").collect("*").plan()).outcome();

        assertThat(outcome.verdict()).isEqualTo(Verdict.FAULTED);
        assertThat(outcome.run()).isPresent();
    }

    @Test
    void who_takes_reports_and_fails_ends_the_execution_but_not_the_worker() {
        Told told = new Told();
        worker.begin(aPlan().run("greet").plan(), report -> {
            if (report instanceof Report.Output) {
                throw new IllegalStateException("cannot store this");
            }
            told.take(report);
        });

        assertThat(told.outcome().verdict()).isEqualTo(Verdict.FAULTED);
        assertThat(verdictOf("greet")).isEqualTo(Verdict.SUCCEEDED);
    }

    @Test
    void closing_ends_what_is_under_way_with_a_fault() {
        Told told = begin(aPlan().run("wait").plan());
        told.awaitOutput();

        worker.close();

        assertThat(told.outcome().verdict()).isEqualTo(Verdict.FAULTED);
        assertThat(worker.ready()).isFalse();
    }

    @Test
    void a_plan_that_comes_after_closing_is_reported_all_the_same() {
        worker.close();

        Outcome outcome = begin(aPlan().run("greet").plan()).outcome();

        assertThat(outcome.verdict()).isEqualTo(Verdict.FAULTED);
    }

    @Test
    void carries_out_what_comes_while_the_threads_of_ended_executions_are_still_busy() {
        List<Told> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(begin(aPlan().run("greet").plan()));
        }

        List<Verdict> verdicts =
                all.stream().map(told -> told.outcome().verdict()).toList();

        assertThat(verdicts).hasSize(20).containsOnly(Verdict.SUCCEEDED);
    }

    @Test
    void is_ready_as_long_as_cells_can_be_had() {
        boolean before = worker.ready();
        cells.fail(new CellsUnavailable("no daemon"));

        assertThat(List.of(before, worker.ready())).containsExactly(true, false);
        assertThat(worker.capacity()).isEqualTo(2);
    }

    @Test
    void tells_where_the_time_went() {
        cells.beforePrepare(_ -> now.addAndGet(1_000_000));
        cells.with("take time", in -> {
            now.addAndGet(5_000_000);
            return 0;
        });

        Outcome outcome = begin(aPlan().run("take time").plan()).outcome();

        assertThat(outcome.timing().prepared()).isEqualTo(Duration.ofMillis(1));
        assertThat(outcome.timing().built()).isZero();
        assertThat(outcome.timing().ran()).isEqualTo(Duration.ofMillis(5));
    }

    private Told begin(Plan plan) {
        Told told = new Told();
        worker.begin(plan, told);
        return told;
    }

    private Verdict verdictOf(String program) {
        return begin(aPlan().run(program).plan()).outcome().verdict();
    }

    private static Plan compiled(String source) {
        return aPlan().file("main.c", source)
                .build(List.of("program"), "compile")
                .run("./program")
                .plan();
    }

    private static int write(FakeProgram.Surroundings in, String text, int code) {
        in.write(Stream.STDOUT, text.getBytes(UTF_8));
        return code;
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
