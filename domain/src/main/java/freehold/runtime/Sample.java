package freehold.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program that comes with a pack, and how it must end.
 *
 * @param ends name of the verdict as on the wire, such as {@code cpu_exceeded}
 * @param stdout exact standard output, when the sample promises one
 * @param stderrContains a part of standard error, of the build step where there was one that failed
 * @param exitCode of the program, 1 to 255, when the sample promises one
 * @param artifacts files that it leaves in its work directory, by their paths, each with a text that it must contain
 * @param limits overrides, by their names on the wire
 */
public record Sample(
        String name,
        String code,
        String stdin,
        List<String> args,
        String ends,
        Optional<String> stdout,
        Optional<String> stderrContains,
        Optional<Integer> exitCode,
        Map<String, String> artifacts,
        Map<String, Long> limits) {
    public Sample {
        args = List.copyOf(args);
        artifacts = Map.copyOf(artifacts);
        limits = Map.copyOf(limits);
    }
}
