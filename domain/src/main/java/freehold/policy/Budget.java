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

    /**
     * One part of it that is used up.
     *
     * @param name as in the document
     */
    public record Spent(String name, long used, long most) {}

    /** What of it is used up; empty while another execution may begin. */
    public Optional<Spent> spent(Use use) {
        return cpuSeconds
                .filter(most -> use.cpuSeconds() >= most)
                .map(most -> new Spent("cpu_seconds", use.cpuSeconds(), most))
                .or(() -> memoryGibSeconds
                        .filter(most -> use.memoryGibSeconds() >= most)
                        .map(most -> new Spent("memory_gib_seconds", use.memoryGibSeconds(), most)));
    }
}
