package freehold.control.execution;

/** Where the events of an execution are read: in this process, from the record, or from the control that has it. */
public interface EventSource {
    /** What this holds for its one reader alone: the output, if it comes from the record, and nothing while the execution lives. */
    long replayedBytes();

    /** Reads from behind a position; 0 is the beginning. */
    EventReader readAfter(long position);
}
