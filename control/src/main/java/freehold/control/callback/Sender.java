package freehold.control.callback;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Sends one message, once. */
public interface Sender {
    /** How long one message may take altogether. */
    Duration USUAL_PATIENCE = Duration.ofSeconds(15);

    /** What came of it. */
    sealed interface Result {
        /** The other side answered; what else it said was not read. */
        record Answered(int status) implements Result {}

        /** It could not be reached, or was too slow. Trying again may help. */
        record Unreachable(String why) implements Result {}

        /** It may not be reached from here. Trying again does not help. */
        record OffLimits(String why) implements Result {}
    }

    /** Sends a letter; returns within a bounded time whatever the other side does. */
    Result send(URI url, Map<String, String> headers, Letter letter);
}
