package freehold.policy;

import java.util.Optional;

/**
 * What finished executions of one stretch of the calendar may have used before no other one begins.
 *
 * @param cpuSeconds of all steps
 * @param memoryGibSeconds peak of memory times wall time, of all steps
 */
public record Budget(Optional<Long> cpuSeconds, Optional<Long> memoryGibSeconds) {
    public Budget {
        if (cpuSeconds.filter(each -> each < 1).isPresent()
                || memoryGibSeconds.filter(each -> each < 1).isPresent()) {
            throw new IllegalArgumentException("a budget exceeds 0: " + cpuSeconds + ", " + memoryGibSeconds);
        }
    }

    /** What of it is used up; empty while another execution may begin. */
    public Optional<String> spent(Use use) {
        if (cpuSeconds.isPresent() && use.cpuSeconds() >= cpuSeconds.get()) {
            return Optional.of("cpu_seconds");
        }
        return memoryGibSeconds.isPresent() && use.memoryGibSeconds() >= memoryGibSeconds.get()
                ? Optional.of("memory_gib_seconds")
                : Optional.empty();
    }
}
