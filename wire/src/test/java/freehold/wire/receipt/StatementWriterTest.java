package freehold.wire.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.cell.Tier;
import freehold.execution.Artifact;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.Outcome;
import freehold.execution.Start;
import freehold.execution.State;
import freehold.execution.StepName;
import freehold.execution.StepResult;
import freehold.execution.Timing;
import freehold.execution.Verdict;
import freehold.execution.WorkPath;
import freehold.execution.WorkerIdentity;
import freehold.ledger.Act;
import freehold.ledger.Chain;
import freehold.ledger.Head;
import freehold.ledger.Material;
import freehold.ledger.Position;
import freehold.ledger.Receipt;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.runtime.DefaultLimits;
import freehold.runtime.RuntimeIdentity;
import freehold.tenant.TenantId;
import freehold.wire.client.ReceiptJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Golden files of what is signed, to the byte. {@code -Dgolden=update} rewrites them; those of a released version never change. */
final class StatementWriterTest {
    private static final TenantId ANN = new TenantId("ann");
    private static final Head HEAD = new Head(new Position(41), new Digest("9".repeat(64)));

    private static StepResult step(Cause cause, int exitCode, int signal, String stdout) {
        CellReport report = new CellReport(
                cause,
                exitCode,
                signal,
                Duration.ofNanos(9_113_999),
                Duration.ofMillis(10),
                new Bytes(9_437_184),
                3,
                2,
                0,
                new Bytes(4096),
                new Bytes(stdout.length()),
                new Bytes(0),
                0,
                Duration.ofNanos(127_000),
                Duration.ofNanos(2_000_500),
                0,
                0,
                false);
        return new StepResult(report, DefaultLimits.RUN, stdout.getBytes(StandardCharsets.UTF_8), new byte[0]);
    }

    private static Execution ended(Verdict verdict, Optional<StepResult> build, Optional<StepResult> run) {
        Execution queued = new Execution(
                new ExecutionId("exe_01m88b1zvjed7thtnnjh5vddt4"),
                ANN,
                new RuntimeIdentity("c", "12.2.0", new Digest("c".repeat(64))),
                Tier.PROCESS,
                Optional.empty(),
                DefaultLimits.RUN,
                Map.of("course", "never in a receipt"),
                State.QUEUED,
                Duration.ofNanos(200_500),
                Instant.parse("2026-11-23T15:00:00.123456Z"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Outcome outcome = new Outcome(
                verdict,
                "In \"words\".",
                build,
                run,
                build.isPresent(),
                Start.COLD,
                run.isPresent()
                        ? List.of(new Artifact(new WorkPath("out/ä b.png"), 5_120, new Digest("d".repeat(64))))
                        : List.of(),
                new Timing(
                        Duration.ZERO,
                        Duration.ofNanos(400_000),
                        Duration.ZERO,
                        Duration.ofNanos(10_400_000),
                        Duration.ofNanos(100_000)));
        Execution begun =
                run.isPresent() ? queued.started(StepName.RUN, Instant.parse("2026-11-23T15:00:00.2Z")) : queued;
        return begun.finished(outcome, Instant.parse("2026-11-23T15:00:01Z"));
    }

    @Test
    void of_a_build_and_a_run() throws Exception {
        Receipt receipt = new Receipt(
                ended(
                        Verdict.CPU_EXCEEDED,
                        Optional.of(step(Cause.ITSELF, 0, 0, "built")),
                        Optional.of(step(Cause.CPU, 0, 9, "hello\n"))),
                new Digest("1".repeat(64)),
                Optional.of(new Digest("2".repeat(64))),
                Optional.of(new Digest("3".repeat(64))),
                Optional.of(new WorkerIdentity("rack-7", "6.12.0", "A model of processor")),
                List.of(
                        new Material("files/main.c", new Digest("4".repeat(64)), 12),
                        new Material("stdin", new Digest("5".repeat(64)), 0)));

        byte[] statement = StatementWriter.bytes(receipt, Chain.of(ANN), HEAD);

        holdsToGolden("statement-whole.json", statement);
        assertThat(new String(statement, StandardCharsets.UTF_8)).doesNotContain("never in a receipt", "hello");
        assertThat(ReceiptJson.read(new Envelope(StatementWriter.PAYLOAD_TYPE, statement, "k", new byte[0]))
                        .outputs())
                .containsEntry("run/stdout", Digest.of("hello\n".getBytes(StandardCharsets.UTF_8)))
                .containsEntry("artifacts/out/ä b.png", new Digest("d".repeat(64)))
                .hasSize(5);
        assertThat(sentences(new String(statement, StandardCharsets.UTF_8).replace("rack-7", "rack\\u009b7")))
                .contains("on rack?7: Linux 6.12.0, A model of processor");
    }

    private static List<String> sentences(String statement) {
        byte[] payload = statement.getBytes(StandardCharsets.UTF_8);
        return ReceiptJson.read(new Envelope(StatementWriter.PAYLOAD_TYPE, payload, "k", new byte[0]))
                .sentences();
    }

    @Test
    void of_what_nobody_ran() throws Exception {
        Receipt receipt = new Receipt(
                ended(Verdict.CANCELLED, Optional.empty(), Optional.empty()),
                new Digest("1".repeat(64)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());

        holdsToGolden("statement-nothing-ran.json", StatementWriter.bytes(receipt, Chain.of(ANN), Head.EMPTY));
    }

    @Test
    void of_an_act() throws Exception {
        Act act = new Act(
                Instant.parse("2026-11-23T15:00:00Z"),
                "ann",
                "policy.changed",
                "default",
                Optional.of("10.0.0.7"),
                Optional.of(new Digest("6".repeat(64))),
                Optional.of(new Digest("7".repeat(64))));

        holdsToGolden("act.json", ActWriter.bytes(act, Chain.of(ANN), HEAD));
    }

    private static void holdsToGolden(String name, byte[] written) throws Exception {
        Path golden =
                Path.of(System.getProperty("freehold.home"), "wire/src/test/resources/freehold/wire/receipt", name);
        if ("update".equals(System.getProperty("golden"))) {
            Files.write(golden, written);
        }

        assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo(Files.readString(golden));
    }
}
