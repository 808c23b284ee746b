package freehold.control.dialect.judge0;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.cell.Signal;
import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.StepResult;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** From what became of an execution to the peer's status. The peer has none for too much memory or output: it tells of a signal. */
final class StatusRule {
    /** The signals that the peer has statuses for. */
    private static final Map<Signal, Status> BY_NAME = Map.of(
            Signal.SIGSEGV, Status.SIGSEGV,
            Signal.SIGXFSZ, Status.SIGXFSZ,
            Signal.SIGFPE, Status.SIGFPE,
            Signal.SIGABRT, Status.SIGABRT);

    private StatusRule() {}

    /**
     * The status of a submission.
     *
     * @param stdout what counts as its output
     * @param expected empty accepts every output
     */
    static Result of(Execution execution, byte[] stdout, Optional<byte[]> expected) {
        return switch (execution.state()) {
            case QUEUED -> Result.of(Status.QUEUE);
            case BUILDING, RUNNING -> Result.of(Status.PROCESS);
            case FINISHED -> ended(execution.outcome().orElseThrow(), stdout, expected);
        };
    }

    private static Result ended(Outcome outcome, byte[] stdout, Optional<byte[]> expected) {
        return switch (outcome.verdict()) {
            case FAULTED, CANCELLED -> Result.because(Status.INTERNAL_ERROR, outcome.explanation());
            case BUILD_FAILED -> Result.of(Status.COMPILATION_ERROR);
            case CPU_EXCEEDED -> Result.late("Time limit exceeded");
            case WALL_EXCEEDED -> Result.late("Time limit exceeded (wall clock)");
            case MEMORY_EXCEEDED -> Result.signalled(Status.OTHER, Signal.SIGKILL.number());
            case OUTPUT_EXCEEDED -> Result.signalled(Status.SIGXFSZ, Signal.SIGXFSZ.number());
            case FORBIDDEN -> Result.signalled(Status.OTHER, Signal.SIGSYS.number());
            case CRASHED -> {
                int signal = run(outcome).signal();
                yield Result.signalled(ofSignal(signal), signal);
            }
            case FAILED -> {
                CellReport report = run(outcome);
                yield report.cause() == Cause.NO_EXEC
                        ? Result.because(Status.EXEC_FORMAT_ERROR, outcome.explanation())
                        : Result.exited(Status.NON_ZERO_EXIT, report.exitCode());
            }
            case SUCCEEDED ->
                Result.exited(
                        expected.map(wanted -> isSame(wanted, stdout)).orElse(true)
                                ? Status.ACCEPTED
                                : Status.WRONG_ANSWER,
                        0);
        };
    }

    private static CellReport run(Outcome outcome) {
        return outcome.run().map(StepResult::report).orElseThrow();
    }

    private static Status ofSignal(int signal) {
        return Signal.of(signal)
                .map(known -> BY_NAME.getOrDefault(known, Status.OTHER))
                .orElse(Status.OTHER);
    }

    /** The peer looks away from white space at the end of each line, and at the end. */
    static boolean isSame(byte[] expected, byte[] actual) {
        return stripped(expected).equals(stripped(actual));
    }

    /** Bytes as characters one to one, so that what is no text is compared too. */
    private static String stripped(byte[] output) {
        StringBuilder lines = new StringBuilder(output.length);
        for (String line : new String(output, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            int end = line.length();
            while (end > 0 && isBlank(line.charAt(end - 1))) {
                end--;
            }
            lines.append(line, 0, end).append('\n');
        }
        int end = lines.length();
        while (end > 0 && isBlank(lines.charAt(end - 1))) {
            end--;
        }
        return lines.substring(0, end);
    }

    /** What the peer's language strips at the right: white space of ASCII, and NUL. */
    private static boolean isBlank(char character) {
        return character == ' ' || (character >= '\t' && character <= '\r') || character == '\0';
    }
}
