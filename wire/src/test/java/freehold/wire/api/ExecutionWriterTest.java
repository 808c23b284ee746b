package freehold.wire.api;

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
import freehold.execution.StepResult;
import freehold.execution.Timing;
import freehold.execution.Verdict;
import freehold.execution.WorkPath;
import freehold.policy.PolicyIdentity;
import freehold.policy.PolicyName;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.runtime.DefaultLimits;
import freehold.runtime.RuntimeIdentity;
import freehold.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Golden files of the execution object. {@code -Dgolden=update} rewrites them; the diff is the review. */
final class ExecutionWriterTest {
    private static final Execution QUEUED = new Execution(
            new ExecutionId("exe_01m88b1zvjed7thtnnjh5vddt4"),
            TenantId.LOCAL,
            new RuntimeIdentity("c", "12.2.0", new Digest("c".repeat(64))),
            Tier.PROCESS,
            Optional.of(new PolicyIdentity(new PolicyName("class"), new Digest("d".repeat(64)))),
            DefaultLimits.RUN,
            Map.of("course", "cs1", "a", "ü"),
            State.QUEUED,
            Duration.ofNanos(200_500),
            Instant.parse("2026-11-23T15:00:00.1239Z"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private static CellReport report(Cause cause, int exitCode, int signal, long stdout) {
        return new CellReport(
                cause,
                exitCode,
                signal,
                Duration.ofNanos(9_113_999),
                Duration.ofMillis(10),
                new Bytes(9_437_184),
                3,
                2,
                1,
                new Bytes(4096),
                new Bytes(stdout),
                new Bytes(2),
                0,
                Duration.ZERO,
                Duration.ZERO,
                165,
                0xC000003E,
                true);
    }

    private static StepResult step(CellReport report, byte[] stdout) {
        return new StepResult(report, DefaultLimits.RUN, stdout, new byte[] {'e', (byte) 0xff});
    }

    private static Outcome outcome(Verdict verdict, StepResult build, StepResult run) {
        return new Outcome(
                verdict,
                "In words.",
                Optional.of(build),
                Optional.of(run),
                false,
                Start.WARM,
                List.of(new Artifact(new WorkPath("out/ä b%.PNG"), 5_120, new Digest("d".repeat(64)))),
                new Timing(
                        Duration.ofNanos(200_500),
                        Duration.ofNanos(400_000),
                        Duration.ZERO,
                        Duration.ofNanos(10_400_000),
                        Duration.ofNanos(100_000)));
    }

    @Test
    void before_its_end() throws Exception {
        holdsToGolden("execution-queued.json", QUEUED);
    }

    @Test
    void after_a_signal_of_ours_for_a_forbidden_call() throws Exception {
        Outcome outcome = outcome(
                Verdict.FORBIDDEN,
                step(report(Cause.ITSELF, 0, 0, 5), "built".getBytes(StandardCharsets.UTF_8)),
                step(report(Cause.FORBIDDEN, 0, 31, 5), "a\u0000\u2028<é".getBytes(StandardCharsets.UTF_8)));

        holdsToGolden("execution-forbidden.json", QUEUED.finished(outcome, Instant.parse("2026-11-23T15:00:01Z")));
    }

    @Test
    void with_more_output_than_was_allowed() throws Exception {
        Outcome outcome = outcome(
                Verdict.OUTPUT_EXCEEDED,
                step(report(Cause.ITSELF, 0, 0, 0), new byte[0]),
                step(report(Cause.STDOUT, 0, 9, 4), new byte[] {'x', 'y', 'z'}));

        holdsToGolden("execution-output.json", QUEUED.finished(outcome, Instant.parse("2026-11-23T15:00:01Z")));
    }

    private static void holdsToGolden(String name, Execution execution) throws Exception {
        JsonMapper pretty =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        String written = pretty.writeValueAsString(pretty.readTree(ExecutionWriter.bytes(execution))) + "\n";
        Path golden = Path.of(System.getProperty("freehold.home"), "wire/src/test/resources/freehold/wire/api", name);
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(golden, written);
        }

        assertThat(written).isEqualTo(Files.readString(golden));
    }
}
