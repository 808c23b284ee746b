package freehold.control.mcp;

import freehold.cell.CellReport;
import freehold.cell.Signal;
import freehold.execution.Artifact;
import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.Verdict;
import freehold.wire.api.MediaType;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An execution as a tool's result: structured for programs, and as words for models. */
final class ExecutionResult {
    private ExecutionResult() {}

    static CallToolResult of(Execution execution) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", execution.id().value());
        fields.put("state", execution.state().name().toLowerCase(Locale.ROOT));
        fields.put(
                "runtime",
                execution.runtime().name() + " " + execution.runtime().version());
        StringBuilder words = new StringBuilder();
        Optional<Outcome> outcome = execution.outcome();
        if (outcome.isPresent()) {
            tell(outcome.get(), fields, words);
        } else {
            words.append("Not finished yet. Ask get_execution for ").append(execution.id());
        }
        return CallToolResult.builder()
                .addTextContent(words.toString())
                .structuredContent(fields)
                .isError(outcome.filter(end -> end.verdict() == Verdict.FAULTED).isPresent())
                .build();
    }

    private static void tell(Outcome outcome, Map<String, Object> fields, StringBuilder words) {
        fields.put("verdict", outcome.verdict().label());
        fields.put("explanation", outcome.explanation());
        words.append(outcome.verdict().label()).append(": ").append(outcome.explanation());
        outcome.run().or(outcome::build).ifPresent(step -> {
            usage(step.report(), fields);
            stream("stdout", step.stdout(), fields, words);
            stream("stderr", step.stderr(), fields, words);
        });
        fields.put(
                "artifacts",
                outcome.artifacts().stream().map(ExecutionResult::artifact).toList());
        if (!outcome.artifacts().isEmpty()) {
            words.append("\nartifacts, for read_artifact:");
            outcome.artifacts()
                    .forEach(each -> words.append("\n  ")
                            .append(each.path())
                            .append(" (")
                            .append(each.sizeBytes())
                            .append(" bytes)"));
        }
    }

    private static void usage(CellReport report, Map<String, Object> fields) {
        if (report.signal() == 0) {
            fields.put("exit_code", report.exitCode());
        } else {
            fields.put("signal", Signal.nameOf(report.signal()));
        }
        fields.put("cpu_ms", report.cpu().toNanos() / 1e6);
        fields.put("wall_ms", report.wall().toNanos() / 1e6);
        fields.put("memory_peak_bytes", report.memoryPeak().count());
    }

    private static void stream(String name, byte[] bytes, Map<String, Object> fields, StringBuilder words) {
        String text = ShapedText.of(new String(bytes, StandardCharsets.UTF_8));
        fields.put(name, text);
        if (!text.isEmpty()) {
            words.append('\n')
                    .append(name)
                    .append(", ")
                    .append(bytes.length)
                    .append(" bytes:\n")
                    .append(text);
        }
    }

    private static Map<String, Object> artifact(Artifact artifact) {
        return Map.of(
                "path", artifact.path().value(),
                "size_bytes", artifact.sizeBytes(),
                "blob", artifact.digest().toString(),
                "media_type", MediaType.of(artifact.path()));
    }

    static CallToolResult refused(String why) {
        return CallToolResult.builder().textContent(List.of(why)).isError(true).build();
    }
}
