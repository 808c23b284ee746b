package freehold.control.dialect.sandboxfusion;

import freehold.cell.CellReport;
import freehold.control.blob.BlobStore;
import freehold.control.dialect.ArtifactFiles;
import freehold.control.dialect.Output;
import freehold.control.dialect.PeerJson;
import freehold.execution.Artifact;
import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.StepResult;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What became of a run, in the peer's form. */
final class RunAnswer {
    private static final double NANOS = 1e9;

    private RunAnswer() {}

    /** A run that did not come to be, or failed by us: the peer's clients try such a one again. */
    static ObjectNode sandboxError(String message) {
        ObjectNode json = PeerJson.object().put("status", "SandboxError").put("message", message);
        json.putNull("compile_result").putNull("run_result").putNull("executor_pod_name");
        json.putObject("files");
        return json;
    }

    /** How much of what programs wrote is in the answer. */
    static long bytes(Execution execution) {
        List<Artifact> artifacts = execution.outcome().map(Outcome::artifacts).orElse(List.of());
        return execution.outputBytes() + ArtifactFiles.bytes(ArtifactFiles.fitting(artifacts));
    }

    static ObjectNode of(Execution execution, BlobStore blobs) {
        Outcome outcome = execution.outcome().orElseThrow();
        List<Artifact> fitting = ArtifactFiles.fitting(outcome.artifacts());
        ObjectNode json = PeerJson.object();
        switch (outcome.verdict()) {
            case FAULTED, CANCELLED -> {
                return sandboxError(outcome.explanation());
            }
            case SUCCEEDED -> json.put("status", "Success").put("message", "");
            case FAILED, BUILD_FAILED, CPU_EXCEEDED, WALL_EXCEEDED ->
                json.put("status", "Failed").put("message", "");
            case CRASHED, MEMORY_EXCEEDED, OUTPUT_EXCEEDED, FORBIDDEN ->
                json.put("status", "Failed").put("message", outcome.explanation());
        }
        if (fitting.size() < outcome.artifacts().size()) {
            json.put(
                    "message",
                    "the files together have more than " + ArtifactFiles.BYTES_MAX + " bytes; some are left out");
        }
        stage(json, "compile_result", outcome.build());
        stage(json, "run_result", outcome.run());
        json.putNull("executor_pod_name");
        ObjectNode files = json.putObject("files");
        for (Artifact artifact : fitting) {
            ArtifactFiles.read(blobs, execution.tenant(), artifact)
                    .ifPresent(bytes -> files.put(
                            artifact.path().value(), Base64.getEncoder().encodeToString(bytes)));
        }
        return json;
    }

    private static void stage(ObjectNode json, String name, Optional<StepResult> step) {
        if (step.isEmpty()) {
            json.putNull(name);
            return;
        }
        CellReport report = step.get().report();
        ObjectNode stage = json.putObject(name);
        boolean isLate = switch (report.cause()) {
            case CPU, WALL -> true;
            case ITSELF, STDOUT, STDERR, MEMORY, FORBIDDEN, KILLED, NO_EXEC -> false;
        };
        stage.put("status", isLate ? "TimeLimitExceeded" : "Finished");
        stage.put("execution_time", report.wall().toNanos() / NANOS);
        if (isLate) {
            stage.putNull("return_code");
        } else {
            stage.put("return_code", report.signal() == 0 ? report.exitCode() : -report.signal());
        }
        stage.put("stdout", Output.text(step.get().stdout()));
        stage.put("stderr", Output.text(step.get().stderr()));
    }
}
