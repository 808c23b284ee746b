package freehold.execution;

import java.util.EnumSet;
import java.util.Set;

/** How executions come from one state to another: all the ways there are, who causes each, and what of it outlives the process. */
public enum Transition {
    ADMITTED(
            Set.of(),
            State.QUEUED,
            Actor.CALLER,
            Occasion.LIFE,
            "a request was admitted and has a place in the queue",
            "before it runs with an idempotency key, with a callback or in a batch; else before the answer 202; else not before its end"),
    BUILD_BEGAN(
            Set.of(State.QUEUED),
            State.BUILDING,
            Actor.WORKER,
            Occasion.LIFE,
            "a worker has it and its build step begins",
            "no: after the death of the process it is queued again"),
    RUN_BEGAN(
            Set.of(State.QUEUED),
            State.RUNNING,
            Actor.WORKER,
            Occasion.LIFE,
            "a worker has it, and there is nothing to build or the build was cached",
            "no: after the death of the process it is queued again"),
    BUILT(
            Set.of(State.BUILDING),
            State.RUNNING,
            Actor.WORKER,
            Occasion.LIFE,
            "the build step succeeded and the run step begins",
            "no: after the death of the process it is queued again"),
    ENDED(
            Set.of(State.QUEUED, State.BUILDING, State.RUNNING),
            State.FINISHED,
            Actor.WORKER,
            Occasion.LIFE,
            "the worker reports an outcome: of the run step, of a build that failed, of a cancellation, or a fault before any step",
            "right after; before the answer where it was promised or the record is not sure"),
    REDELIVERED(
            Set.of(State.BUILDING, State.RUNNING),
            State.QUEUED,
            Actor.CONTROL,
            Occasion.LIFE,
            "its worker is gone, or no longer has it: unless it is interactive or in company, it is begun again at another one, and its output begins "
                    + "anew; after five lost workers it ends",
            "no: it was stored as queued, if it was"),
    WITHDRAWN(
            Set.of(State.QUEUED),
            State.FINISHED,
            Actor.CALLER,
            Occasion.LIFE,
            "it was cancelled while it waited: no worker ever has it",
            "right after, as any end"),
    RESUMED(
            Set.of(State.QUEUED, State.BUILDING, State.RUNNING),
            State.QUEUED,
            Actor.CONTROL,
            Occasion.START,
            "a process before this one left it behind, and it can be run again on the very runtime it was admitted for",
            "it was stored already"),
    ABANDONED(
            Set.of(State.QUEUED, State.BUILDING, State.RUNNING),
            State.FINISHED,
            Actor.CONTROL,
            Occasion.START,
            "a process before this one left it behind, and its runtime is gone, the queue is full or it is interactive: it ends as faulted",
            "before the server answers anybody");

    /** Who causes it. */
    public enum Actor {
        /** Whoever holds a key of its tenant. */
        CALLER,
        /** Control, by itself. */
        CONTROL,
        /** The worker that has it. */
        WORKER
    }

    /** When it can be. */
    public enum Occasion {
        /** While one process has the execution. */
        LIFE,
        /** When a process starts and finds what another left behind. */
        START
    }

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of, which cannot be changed
    private final Set<State> from;

    private final State to;
    private final Actor actor;
    private final Occasion occasion;
    private final String when;
    private final String durable;

    Transition(Set<State> from, State to, Actor actor, Occasion occasion, String when, String durable) {
        this.from = from;
        this.to = to;
        this.actor = actor;
        this.occasion = occasion;
        this.when = when;
        this.durable = durable;
    }

    /** Where it begins, in the order of states; empty for the one that makes an execution. */
    public Set<State> from() {
        return from.isEmpty() ? Set.of() : EnumSet.copyOf(from);
    }

    public State to() {
        return to;
    }

    public Actor actor() {
        return actor;
    }

    public Occasion occasion() {
        return occasion;
    }

    /** What happens, for people. */
    public String when() {
        return when;
    }

    /** When it is stored, for people. */
    public String durable() {
        return durable;
    }
}
