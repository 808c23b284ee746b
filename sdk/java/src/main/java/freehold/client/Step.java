package freehold.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One step, build or run. Text has bad bytes replaced, and then the exact bytes stand beside it; see {@link #bytes}.
 *
 * @param signal a name, such as {@code SIGSEGV}
 */
public record Step(
        Optional<Integer> exitCode,
        Optional<String> signal,
        String stdout,
        Optional<byte[]> stdoutBase64,
        String stderr,
        Optional<byte[]> stderrBase64,
        List<StreamName> truncated,
        Usage usage) {
    public Step {
        stdoutBase64 = Objects.requireNonNullElse(stdoutBase64, Optional.empty());
        stderrBase64 = Objects.requireNonNullElse(stderrBase64, Optional.empty());
        Objects.requireNonNull(exitCode, "exit_code");
        Objects.requireNonNull(signal, "signal");
        Objects.requireNonNull(stdout, "stdout");
        Objects.requireNonNull(stderr, "stderr");
        Objects.requireNonNull(usage, "usage");
        truncated = List.copyOf(truncated);
    }

    /** The exact bytes that were written to a stream. */
    public byte[] bytes(StreamName stream) {
        return switch (stream) {
            case STDOUT -> stdoutBase64.orElseGet(() -> stdout.getBytes(StandardCharsets.UTF_8));
            case STDERR -> stderrBase64.orElseGet(() -> stderr.getBytes(StandardCharsets.UTF_8));
        };
    }

    /** What a step used. Peaks of disk are sampled: "at least". */
    public record Usage(
            double cpuMs,
            double wallMs,
            long memoryPeakBytes,
            int processesPeak,
            long outputBytes,
            long diskPeakBytes) {}
}
