package freehold.worker.linux;

import static freehold.worker.workspace.Plans.aPlan;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.CellSpec;
import freehold.cell.FilterClass;
import freehold.cell.Limits;
import freehold.cell.Program;
import freehold.cell.Signal;
import freehold.cell.TerminalSize;
import freehold.cell.Variation;
import freehold.execution.Artifact;
import freehold.execution.Dialogue;
import freehold.execution.Injection;
import freehold.execution.Outcome;
import freehold.execution.Plan;
import freehold.execution.SecretValue;
import freehold.execution.StepPlan;
import freehold.execution.Verdict;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import freehold.secret.SecretName;
import freehold.tenant.TenantId;
import freehold.wire.link.Hearing;
import freehold.wire.link.Lease;
import freehold.wire.link.Report;
import freehold.wire.link.Reports;
import freehold.wire.link.Speech;
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
import java.util.Optional;
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
    private final MemoryBlobs blobs = new MemoryBlobs();
    private CellWorker worker;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        BuildCache cache = BuildCache.open(directory, Bytes.mebi(10), 100, InstantSource.system());
        worker = new CellWorker(Plans.WORKER, cells, pool, blobs, cache, 4, System::nanoTime, NOPLogger.NOP_LOGGER);
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
    void a_build_and_a_run_hold_three_descriptors_each() {
        String look = "n=0; while [ $n -lt 1024 ]; do if [ -L /proc/$$/fd/$n ]; then echo $n; fi; n=$((n+1)); done";
        Plan plan = aPlan().file("some.txt", "of the tenant")
                .build(shell(LIMITS, List.of("built"), "echo > built; exec 1>&2; " + look))
                .stdin("some")
                .run(shell(LIMITS, List.of(), look + "; exec 7< built; " + look))
                .plan();

        Outcome outcome = outcomeOf(plan);

        assertThat(new String(outcome.build().orElseThrow().stderr(), UTF_8)).isEqualTo("0\n1\n2\n");
        assertThat(new String(outcome.run().orElseThrow().stdout(), UTF_8))
                .as("and one more, which the look finds, when it opens one itself")
                .isEqualTo("0\n1\n2\n0\n1\n2\n7\n");
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
        assertThat(outcome.explanation()).contains("; the disk limit of 8 MiB was reached.");
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
                case Report.Declined(), Report.Unreadable(), Report.Lost() ->
                    throw new AssertionError("a worker does not say that of itself");
            }
        });
        waits.join();

        lease.cancel();

        assertThat(outcome.join().verdict()).isEqualTo(Verdict.CANCELLED);
        assertThat(outcome.join().run().orElseThrow().stdout()).isEqualTo("waiting\n".getBytes(UTF_8));
        assertThat(outcome.join().timing().ran()).isLessThan(LIMITS.wall());
    }

    private static final String CANARY = "canary-7f3a9c51e2";

    private Outcome withSecrets(String script, List<SecretValue> values, StringBuilder events) {
        Plan plan = aPlan().build(
                        shell(LIMITS, List.of("built"), "env > built; ls -a >> built; cat token/t >> built; :"))
                .run(shell(LIMITS, List.of(), script))
                .collect("**")
                .plan()
                .supplied(values);
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        worker.begin(plan, report -> {
            switch (report) {
                case Report.Output(var _, var _, long _, byte[] bytes) -> events.append(new String(bytes, UTF_8));
                case Report.Finished(Outcome last) -> outcome.complete(last);
                default -> {}
            }
        });
        return outcome.join();
    }

    @Test
    void a_secret_is_a_variable_and_a_file_of_the_run_step_and_is_in_nothing_that_comes_out() throws IOException {
        List<SecretValue> values = List.of(
                new SecretValue(new SecretName("as-env"), new Injection.Variable("TOKEN"), CANARY.getBytes(UTF_8)),
                new SecretValue(
                        new SecretName("as-file"),
                        new Injection.File(new WorkPath("token/t")),
                        (CANARY + "-filed").getBytes(UTF_8)));
        StringBuilder events = new StringBuilder();

        Outcome outcome = withSecrets(
                "ls -l token/t | cut -c1-10; [ ${#TOKEN} = 17 ] && echo right; echo \"$TOKEN\"; printf %s \"${TOKEN%5*}\"; sleep 0.2; "
                        + "echo 51e2; cat token/t; echo; printf %s \"$TOKEN\" | base64; cat token/t >&2; "
                        + "echo \"x $TOKEN y\" > note.txt; cp token/t copied; cat built",
                values, events);

        String out = new String(outcome.run().orElseThrow().stdout(), UTF_8);
        assertThat(out)
                .startsWith("-r--------\nright\n[secret as-env]\n[secret as-env]\n[secret as-file]\n[secret as-env]");
        assertThat(out).doesNotContain(CANARY).doesNotContain("TOKEN=");
        assertThat(new String(outcome.run().orElseThrow().stderr(), UTF_8)).isEqualTo("[secret as-file]");
        assertThat(events.toString()).doesNotContain(CANARY).contains("[secret as-env]");
        assertThat(outcome.artifacts())
                .extracting(Artifact::path)
                .containsExactly(new WorkPath("built"), new WorkPath("copied"), new WorkPath("note.txt"));
        assertThat(content(outcome, "note.txt")).isEqualTo("x [secret as-env] y\n");
        assertThat(content(outcome, "copied")).isEqualTo("[secret as-file]");
        assertThat(content(outcome, "built")).doesNotContain(CANARY).doesNotContain("TOKEN");
    }

    @Test
    void without_a_redactor_the_same_program_would_tell_it() {
        StringBuilder events = new StringBuilder();

        Outcome outcome = withSecrets("echo " + CANARY, List.of(), events);

        assertThat(new String(outcome.run().orElseThrow().stdout(), UTF_8)).contains(CANARY);
        assertThat(events.toString()).contains(CANARY);
    }

    @Test
    void output_that_names_of_secrets_make_too_long_is_cut_and_that_is_told() {
        SecretValue pin = new SecretValue(new SecretName("pin"), new Injection.Variable("PIN"), "1234".getBytes(UTF_8));
        StringBuilder events = new StringBuilder();

        Outcome outcome =
                withSecrets("i=0; while [ $i -lt 10000 ]; do printf 1234; i=$((i+1)); done", List.of(pin), events);

        assertThat(outcome.verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(outcome.run().orElseThrow().stdout()).hasSize(64 << 10);
        assertThat(outcome.explanation()).contains("Output was cut");
    }

    @Test
    void a_repeatable_step_has_the_same_addresses_each_time_and_another_has_not() {
        String look = "cat /proc/self/maps | cut -d' ' -f1,2; nproc";

        String fixed = layout(look, Variation.FIXED);

        assertThat(layout(look, Variation.FIXED)).isEqualTo(fixed);
        assertThat(fixed).endsWith("\n1\n");
        assertThat(layout(look, Variation.FREE)).isNotEqualTo(layout(look, Variation.FREE));
    }

    private String layout(String script, Variation variation) {
        StepPlan free = shell(LIMITS, List.of(), script);
        CellSpec cell = free.cell();
        StepPlan step = new StepPlan(
                new CellSpec(cell.root(), cell.filter(), cell.limits(), variation), free.program(), List.of());
        Outcome outcome = outcomeOf(aPlan().run(step).plan());
        assertThat(outcome.verdict()).isEqualTo(Verdict.SUCCEEDED);
        return new String(outcome.run().orElseThrow().stdout(), UTF_8);
    }

    private String content(Outcome outcome, String path) throws IOException {
        try (var bytes = blobs.open(
                        TenantId.LOCAL, outcome.artifact(path).orElseThrow().digest())
                .orElseThrow()) {
            return new String(bytes.readAllBytes(), UTF_8);
        }
    }

    private static Limits limits(Duration cpu) {
        return new Limits(cpu, Duration.ofSeconds(40), Bytes.mebi(64), 16, Bytes.kibi(64), Bytes.mebi(8), 64);
    }

    /** A program that somebody talks to. */
    private final class Talk implements Reports {
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

        @SuppressWarnings("JdkObsolete") // one thread writes, another one reads
        private final StringBuffer written = new StringBuffer();

        private final Lease lease;
        private long number;

        Talk(String script, Dialogue dialogue) {
            lease = worker.begin(
                    aPlan().run(shell(LIMITS, List.of(), script))
                            .dialogue(dialogue)
                            .plan(),
                    this);
        }

        @Override
        public void take(Report report) {
            if (report instanceof Report.Output output) {
                written.append(new String(output.bytes(), UTF_8));
            } else if (report instanceof Report.Finished(Outcome last)) {
                outcome.complete(last);
            }
        }

        Talk say(String text) {
            return say(new Speech.Input(text.getBytes(UTF_8)));
        }

        Talk say(Speech speech) {
            number++;
            while (lease.say(number, speech) == Hearing.LATER) {
                Thread.onSpinWait();
            }
            return this;
        }

        Talk hears(String text) {
            while (!written.toString().contains(text)) {
                assertThat(outcome).as(written.toString()).isNotDone();
                Thread.onSpinWait();
            }
            return this;
        }

        Outcome end() {
            return outcome.join();
        }
    }

    private static Dialogue terminal(int rows, int columns) {
        return new Dialogue(Dialogue.Input.STAYS_OPEN, Optional.of(new TerminalSize(rows, columns)));
    }

    private static final Dialogue OPEN = new Dialogue(Dialogue.Input.STAYS_OPEN, Optional.empty());

    @Test
    void a_program_answers_line_by_line_until_its_input_ends() {
        Talk talk = new Talk(
                "test -t 0 || echo no terminal; while read -r line; do echo \"<$line>\"; done; echo end", OPEN);

        talk.hears("no terminal")
                .say("one\n")
                .hears("<one>")
                .say("two\n")
                .hears("<two>")
                .say(new Speech.InputEnd());

        assertThat(talk.end().verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(talk.written.toString()).endsWith("<two>\nend\n");
        assertThat(talk.lease.say(99, new Speech.InputEnd())).isEqualTo(Hearing.OVER);
    }

    @Test
    void a_terminal_is_one_has_a_size_and_tells_of_another() {
        Talk talk = new Talk(
                "trap 'stty size' WINCH; test -t 0 && test -t 1 && test -t 2 && echo $TERM; stty size;"
                        + " while ! read -r line; do :; done; echo \"<$line>\"",
                terminal(24, 80));

        talk.hears("24 80")
                .say(new Speech.Resized(new TerminalSize(50, 132)))
                .hears("50 132")
                .say("bye\n");

        assertThat(talk.end().verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(talk.written.toString()).contains("<bye>");
    }

    @Test
    void it_is_interrupted_by_a_key_and_by_a_signal() {
        Talk key = new Talk("echo ready; exec sleep 100", terminal(24, 80))
                .hears("ready")
                .say("\003");
        Talk signal =
                new Talk("echo ready; exec sleep 100", OPEN).hears("ready").say(new Speech.Signalled(Signal.SIGINT));

        assertThat(key.end().run().orElseThrow().report().signal()).isEqualTo(2);
        assertThat(signal.end().run().orElseThrow().report().signal()).isEqualTo(2);
    }

    @Test
    void a_flood_that_nobody_reads_is_held_back_and_a_signal_overtakes_it() {
        Talk talk = new Talk("echo ready; exec sleep 100", OPEN).hears("ready");
        byte[] chunk = new byte[Speech.INPUT_MAX];
        int taken = 0;
        int refused = 0;
        while (refused < 1_000) {
            talk.number++;
            if (talk.lease.say(talk.number, new Speech.Input(chunk)) == Hearing.TAKEN) {
                taken++;
            } else {
                refused++;
            }
        }

        talk.say(new Speech.Signalled(Signal.SIGTERM));

        assertThat(talk.end().run().orElseThrow().report().signal()).isEqualTo(15);
        assertThat(taken).isBetween(4, 8); // the pipe's 64 KiB, 128 on their way, 256 that wait
    }

    @Test
    void much_input_goes_through_whole() {
        Talk talk = new Talk("wc -c", OPEN);
        for (int i = 0; i < 64; i++) {
            talk.say(new Speech.Input(new byte[Speech.INPUT_MAX]));
        }

        talk.say(new Speech.InputEnd());

        assertThat(talk.end().run().orElseThrow().stdout()).isEqualTo((64 * Speech.INPUT_MAX + "\n").getBytes(UTF_8));
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
