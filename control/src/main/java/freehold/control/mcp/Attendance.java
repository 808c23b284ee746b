package freehold.control.mcp;

import freehold.control.exchange.AgentTools;
import freehold.control.execution.Live;
import freehold.execution.Execution;
import freehold.execution.State;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The agent who waits for one call: it hears how the program goes on, can take the call back, and ends it by going away. */
final class Attendance {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final AgentTools.Following following;
    private final Calls calls;
    private final Optional<Calls.Name> name;
    private final Optional<String> progressToken;
    private final EventAnswer answer;

    /**
     * For one request.
     *
     * @param name by which the agent can take it back
     * @param progressToken if the agent wants to hear of progress, and can
     */
    Attendance(
            AgentTools.Following following,
            Calls calls,
            Optional<Calls.Name> name,
            Optional<String> progressToken,
            EventAnswer answer) {
        this.following = following;
        this.calls = calls;
        this.name = name;
        this.progressToken = progressToken;
        this.answer = answer;
    }

    /** Waits for the end, or so long; the execution as it is then. */
    Execution await(Live live, Runnable cancel, Duration most) throws InterruptedException {
        long begun = System.nanoTime();
        try (Calls.Waiting _ = calls.await(name, cancel)) {
            while (true) {
                Duration left = most.minusNanos(System.nanoTime() - begun);
                boolean isLast = progressToken.isEmpty() || left.compareTo(PERIOD) <= 0;
                Execution now = following.await(live, isLast ? left : PERIOD);
                if (isLast || now.state() == State.FINISHED) {
                    return now;
                }
                tell(now, Duration.ofNanos(System.nanoTime() - begun));
            }
        }
    }

    /** Whole seconds since the beginning, which no two messages share. */
    private void tell(Execution now, Duration since) {
        String state = now.state().name().toLowerCase(Locale.ROOT);
        try {
            answer.tell("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":"
                    + progressToken.orElseThrow() + ",\"progress\":" + since.toMillis() / 1e3 + ",\"message\":\""
                    + state
                    + ", " + since.toSeconds() + " s\"}}");
        } catch (IOException gone) {
            // who goes away ends the execution: it is watched for
        }
    }
}
