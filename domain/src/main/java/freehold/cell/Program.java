package freehold.cell;

import java.util.List;
import java.util.Map;

/**
 * What runs in a cell.
 *
 * @param argv never empty; the first is an absolute path in the cell, or one relative to the work directory
 * @param env all of the environment; nothing is inherited
 */
public record Program(List<String> argv, Map<String, String> env) {
    public Program {
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a program has at least a name");
        }
    }
}
