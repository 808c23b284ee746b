package freehold.wire.link;

import freehold.execution.Outcome;
import freehold.execution.StepName;
import freehold.execution.WorkerIdentity;

/**
 * What is told of one execution that was handed to a worker, in order. {@link Finished}, {@link Declined}, {@link Unreadable} or
 * {@link Lost} is always the last, and always comes; a worker itself tells only the first of them.
 */
public sealed interface Report {
    /** Whether no other report of this hand-over follows. */
    default boolean isLast() {
        return switch (this) {
            case Taken _, Started _, Output _ -> false;
            case Finished _, Declined _, Unreadable _, Lost _ -> true;
        };
    }

    /** A worker has it. Comes first; once more, if another worker has it instead. */
    record Taken(WorkerIdentity by) implements Report {}

    /** A step has begun. */
    record Started(StepName step) implements Report {}

    /** The program wrote; offsets are per stream and gapless. The array is not changed afterwards. */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, compared by nobody
    record Output(StepName step, Stream stream, long offset, byte[] bytes) implements Report {}

    /** The end, with everything that there is to know. */
    record Finished(Outcome outcome) implements Report {}

    /** The worker had no room for it after all, or could not read it: nothing of it was begun. Another one may take it. */
    record Declined() implements Report {}

    /** Each worker that has its runtime was asked several times, and none can read it: nothing of it was begun, and none is asked again. */
    record Unreadable() implements Report {}

    /** The worker is gone, or no longer has it. Part of it may have run. */
    record Lost() implements Report {}
}
