package freehold.client;

import java.nio.charset.StandardCharsets;

/** What happens in an execution. */
public sealed interface Event {
    /** Where to resume behind this event. */
    long position();

    record StateChanged(long position, State state) implements Event {}

    /**
     * A part of one stream of one step; it may end within a character.
     *
     * @param offset counts the bytes of that stream from 0
     */
    record Output(long position, StreamName stream, StepName step, long offset, byte[] bytes) implements Event {
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /**
     * What was said in a {@link Conversation} was not passed on. An {@link EventStream} has none.
     *
     * @param position of the event before it, for it has none of its own
     */
    record Refused(long position, ApiException reason) implements Event {}

    /** The last event: the execution as it is at its end. */
    record Finished(long position, Execution execution) implements Event {}
}
