package freehold.control.dialect.jobe;

import freehold.control.dialect.Output;
import freehold.control.dialect.PeerJson;
import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.StepResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What came of a run, by the peer's numbers. */
final class RunResult {
    private static final int COMPILATION_ERROR = 11;
    private static final int RUNTIME_ERROR = 12;
    private static final int TIME_LIMIT = 13;
    private static final int OK = 15;
    private static final int MEMORY_LIMIT = 17;
    private static final int ILLEGAL_CALL = 19;
    private static final int INTERNAL_ERROR = 20;
    private static final int OVERLOAD = 21;
    private static final byte[] NOTHING = {};

    private RunResult() {}

    static ObjectNode of(Execution execution) {
        Outcome outcome = execution.outcome().orElseThrow();
        byte[] stdout = outcome.run().map(StepResult::stdout).orElse(NOTHING);
        byte[] stderr = outcome.run().map(StepResult::stderr).orElse(NOTHING);
        byte[] compiler = outcome.build().map(StepResult::stderr).orElse(NOTHING);
        int number = number(outcome, stderr, compiler);
        String complaint = number == COMPILATION_ERROR ? complaint(outcome, compiler) : "";
        boolean ran = complaint.isEmpty();
        boolean isSilent = number != OK && number != TIME_LIMIT && stderr.length == 0;
        return json(
                execution.id().value(),
                number,
                complaint,
                ran ? text(stdout) : "",
                ran ? isSilent ? outcome.explanation() : text(stderr) : "");
    }

    /** Too much to do: not an error of the protocol, at the peer. */
    static ObjectNode overload() {
        ObjectNode json = json("", OVERLOAD, "", "", "");
        return json.put("run_id", 0);
    }

    private static ObjectNode json(String id, int outcome, String complaint, String stdout, String stderr) {
        return PeerJson.object()
                .put("run_id", id)
                .put("outcome", outcome)
                .put("cmpinfo", complaint)
                .put("stdout", stdout)
                .put("stderr", stderr);
    }

    /** At the peer whatever a compiler says is an error, and so is whatever a program writes to standard error. */
    private static int number(Outcome outcome, byte[] stderr, byte[] compiler) {
        return switch (outcome.verdict()) {
            case FAULTED, CANCELLED -> INTERNAL_ERROR;
            case BUILD_FAILED -> COMPILATION_ERROR;
            case MEMORY_EXCEEDED -> compiler.length > 0 ? COMPILATION_ERROR : MEMORY_LIMIT;
            case CPU_EXCEEDED, WALL_EXCEEDED -> compiler.length > 0 ? COMPILATION_ERROR : TIME_LIMIT;
            case FORBIDDEN -> compiler.length > 0 ? COMPILATION_ERROR : ILLEGAL_CALL;
            case OUTPUT_EXCEEDED, CRASHED, FAILED -> compiler.length > 0 ? COMPILATION_ERROR : RUNTIME_ERROR;
            case SUCCEEDED -> {
                if (compiler.length > 0) {
                    yield COMPILATION_ERROR;
                }
                yield stderr.length > 0 ? RUNTIME_ERROR : OK;
            }
        };
    }

    private static String complaint(Outcome outcome, byte[] compiler) {
        return Optional.of(text(compiler))
                .filter(text -> !text.isEmpty())
                .or(() -> outcome.build().map(StepResult::stdout).map(RunResult::text))
                .filter(text -> !text.isEmpty())
                .orElse(outcome.explanation());
    }

    /** What is no text is shown byte by byte, but for printable characters and newlines. */
    static String text(byte[] bytes) {
        if (Output.isText(bytes)) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte each : bytes) {
            if (each == '\n' || (each >= ' ' && each <= '~')) {
                text.append((char) each);
            } else if (each == '\r') {
                text.append("\\r");
            } else {
                text.append("\\x").append(String.format("%02x", each & 0xff));
            }
        }
        return text.toString();
    }
}
