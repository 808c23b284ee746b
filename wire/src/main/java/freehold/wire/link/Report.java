package freehold.wire.link;

import freehold.execution.Outcome;
import freehold.execution.StepName;
import freehold.execution.WorkerIdentity;

/** What a worker tells of one execution, in order; {@link Finished} is always the last, and always comes. */
public sealed interface Report {
    /** A worker has it. Comes first; once more, if another worker has it instead. */
    record Taken(WorkerIdentity by) implements Report {}

    /** A step has begun. */
    record Started(StepName step) implements Report {}

    /** The program wrote; offsets are per stream and gapless. The array is not changed afterwards. */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, compared by nobody
    record Output(StepName step, Stream stream, long offset, byte[] bytes) implements Report {}

    /** The end, with everything that there is to know. */
    record Finished(Outcome outcome) implements Report {}
}
