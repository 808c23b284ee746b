package freehold.execution;

import java.util.List;

/**
 * A command line of the client's own, in place of those of a pack: it runs in the root that this step of the runtime sees, under the same filter.
 *
 * @param argv never empty; a first word without a slash is a program of that root, such as {@code g++}
 */
public record Command(StepName step, List<String> argv) {
    public Command {
        argv = List.copyOf(argv);
        if (argv.isEmpty() || argv.getFirst().isEmpty()) {
            throw new IllegalArgumentException("a command has at least a name");
        }
    }
}
