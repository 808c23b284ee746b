package freehold.runtime;

import freehold.cell.FilterClass;
import freehold.cell.Limits;
import java.util.HashMap;
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
 * @param repeatable what it does for an execution that shall be repeatable, where it does anything
 */
public record Step(
        List<String> argv,
        Map<String, String> env,
        FilterClass filter,
        Limits defaults,
        List<String> keeps,
        Optional<Warm> warm,
        Optional<Repeatable> repeatable) {
    public Step {
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
        keeps = List.copyOf(keeps);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a step has a command");
        }
    }

    /** A step that does nothing for repeatable executions. */
    public Step(
            List<String> argv,
            Map<String, String> env,
            FilterClass filter,
            Limits defaults,
            List<String> keeps,
            Optional<Warm> warm) {
        this(argv, env, filter, defaults, keeps, warm, Optional.empty());
    }

    /** A step that starts with its program. */
    public Step(List<String> argv, Map<String, String> env, FilterClass filter, Limits defaults, List<String> keeps) {
        this(argv, env, filter, defaults, keeps, Optional.empty());
    }

    /** The same where nothing may be started ahead of its program. */
    public Step unprepared() {
        return new Step(argv, env, filter, defaults, keeps, Optional.empty(), repeatable);
    }

    /** The command and environment of a repeatable execution; it is not started ahead of its program. */
    public Step repeated() {
        Map<String, String> all = new HashMap<>(env);
        repeatable.ifPresent(each -> all.putAll(each.env()));
        List<String> command =
                repeatable.map(Repeatable::argv).filter(each -> !each.isEmpty()).orElse(argv);
        return new Step(command, all, filter, defaults, keeps, Optional.empty(), repeatable);
    }
}
