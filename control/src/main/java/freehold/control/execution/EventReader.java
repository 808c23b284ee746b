package freehold.control.execution;

import java.time.Duration;
import java.util.Optional;

/** One reader's place among the events of an execution. Used by one thread. */
public interface EventReader {
    /** The next event; empty if none came in that time, or after the end. */
    Optional<Event> next(Duration patience) throws InterruptedException;

    /** Whether everything was read, and nothing can come any more. */
    boolean isAtEnd();
}
