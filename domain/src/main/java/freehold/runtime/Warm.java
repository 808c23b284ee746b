package freehold.runtime;

import java.util.List;
import java.util.Map;

/**
 * How a step can be started ahead of its program. The bootstrap runs in a cell of its own up to the point of reading a program, and
 * waits; it is handed one, once, and the cell dies after. It finds the step's command line with what is handed over, so the command
 * itself stays the same.
 *
 * @param argv of the bootstrap; placeholders may be {@code {source}}, {@code {heap_bytes}}, {@code {heap_mib}} and what discovery found
 * @param env of the bootstrap, besides what is in every cell; the program's own comes with the hand-over
 */
public record Warm(List<String> argv, Map<String, String> env) {
    public Warm {
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a bootstrap has a command");
        }
    }
}
