package freehold.runtime;

import java.util.List;
import java.util.Map;

/**
 * What a step does differently where an execution shall be repeatable, and what comes of it in words.
 *
 * @param argv in place of the step's own; empty where that stays
 * @param env above the step's own; values may hold placeholders
 * @param fixed what is the same each time because of it, each a few words
 * @param notFixed what this language leaves to chance all the same
 */
public record Repeatable(List<String> argv, Map<String, String> env, List<String> fixed, List<String> notFixed) {
    public Repeatable {
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
        fixed = List.copyOf(fixed);
        notFixed = List.copyOf(notFixed);
    }
}
