package freehold.control.execution;

import freehold.execution.ExecutionId;
import freehold.execution.State;
import freehold.tenant.TenantId;
import freehold.wire.link.Hearing;
import freehold.wire.link.Speech;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The other controls that share the record. Asking is safe to repeat; whoever does not answer is taken over in a while. */
public interface Fellows {
    /**
     * What another control knows of an execution that it has.
     *
     * @param startedAt when a worker took it
     * @param events behind the position that was asked for, some of them
     */
    record Sight(State state, Optional<Instant> startedAt, List<Event> events) {
        public Sight {
            events = List.copyOf(events);
        }
    }

    /**
     * Looks at an execution, and waits for an event if there is none yet.
     *
     * @param after position behind which events are wanted
     * @return empty if that control does not answer, or does not have it any more
     */
    Optional<Sight> look(String control, TenantId tenant, ExecutionId id, long after, Duration patience)
            throws InterruptedException;

    /** Asks for the end of it; false if that control does not answer, or does not have it any more. */
    boolean cancel(String control, TenantId tenant, ExecutionId id) throws InterruptedException;

    /** Says something to the program of it; {@link Hearing#LATER} if that control does not answer, or does not have it any more. */
    Hearing say(String control, TenantId tenant, ExecutionId id, long number, Speech speech)
            throws InterruptedException;
}
