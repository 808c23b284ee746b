package freehold.control.execution;

import freehold.execution.State;
import freehold.execution.StepName;
import freehold.wire.link.Stream;

/** What happened in an execution; the position says where in the order, and is where a reader resumes. */
public sealed interface Event {
    long position();

    /** It went on to that state. */
    record Changed(long position, State state) implements Event {}

    /**
     * A program wrote.
     *
     * @param position after the last of these bytes
     * @param offset of the first of these bytes in its stream
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and a fresh copy for each reader
    record Written(long position, StepName step, Stream stream, long offset, byte[] bytes) implements Event {}

    /** The end. */
    record Ended(long position) implements Event {}
}
