package freehold.cli.run;

import freehold.cli.ExitStatus;
import freehold.execution.Verdict;
import freehold.quantity.Bytes;
import java.time.Duration;
import java.util.Optional;

/**
 * What people want to know of an execution at its end, whether it ran here or on a server.
 *
 * @param step what ran last, or failed to be built; empty when nothing ran
 * @param runtime name and version, such as {@code python 3.11.2}
 * @param tier as on the wire, such as {@code process}
 */
record Summary(Verdict verdict, String explanation, Optional<Step> step, String runtime, String tier) {
    /** The status of the command. */
    int exitStatus() {
        return ExitStatus.of(
                verdict,
                step.map(Step::exitCode).orElse(0),
                step.map(Step::signalNumber).orElse(0));
    }

    /**
     * One step's end and what it used.
     *
     * @param signal its name, such as {@code SIGSEGV}, when a signal ended it; the exit code is 0 then
     * @param signalNumber 0 when it exited
     */
    record Step(
            int exitCode, Optional<String> signal, int signalNumber, Duration cpu, Duration wall, Bytes memoryPeak) {}
}
