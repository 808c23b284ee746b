package freehold.execution;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where an execution is. How it comes there is in the table of {@link Transition}s. */
public enum State {
    QUEUED,
    BUILDING,
    RUNNING,
    FINISHED;

    /** The states that may follow this one while one process has the execution. */
    public Set<State> next() {
        return Following.OF.getOrDefault(this, Set.of());
    }

    /** The table by its first column: it is looked at thrice an execution. Apart, for the table names these states. */
    private static final class Following {
        static final Map<State, Set<State>> OF =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(each -> each, Following::of));

        private static Set<State> of(State state) {
            return Arrays.stream(Transition.values())
                    .filter(each -> each.occasion() == Transition.Occasion.LIFE
                            && each.from().contains(state))
                    .map(Transition::to)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /** As on the wire. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
