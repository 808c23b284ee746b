package freehold.execution;

import java.util.Locale;
import java.util.Set;

/** Where an execution is. The transitions are this table and nothing else. */
public enum State {
    QUEUED,
    BUILDING,
    RUNNING,
    FINISHED;

    /** The states that may follow this one. */
    public Set<State> next() {
        return switch (this) {
            case QUEUED -> Set.of(BUILDING, RUNNING, FINISHED);
            case BUILDING -> Set.of(RUNNING, FINISHED);
            case RUNNING -> Set.of(FINISHED);
            case FINISHED -> Set.of();
        };
    }

    /** As on the wire. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
