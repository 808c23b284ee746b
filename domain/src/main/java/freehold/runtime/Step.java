package freehold.runtime;

import freehold.cell.FilterClass;
import freehold.cell.Limits;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One command of a pack: build or run.
 *
 * @param argv with placeholders in braces, see {@link CommandLine}
 * @param env values may hold placeholders too
 * @param defaults limits where the request names none
 * @param keeps globs of the files that the step leaves for the next one; empty for a run step
 * @param warm how it can be started ahead of its program, where it can
 */
public record Step(
        List<String> argv,
        Map<String, String> env,
        FilterClass filter,
        Limits defaults,
        List<String> keeps,
        Optional<Warm> warm) {
    public Step {
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
        keeps = List.copyOf(keeps);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a step has a command");
        }
    }

    /** A step that starts with its program. */
    public Step(List<String> argv, Map<String, String> env, FilterClass filter, Limits defaults, List<String> keeps) {
        this(argv, env, filter, defaults, keeps, Optional.empty());
    }
}
