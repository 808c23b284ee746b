package freehold.control.exchange;

import java.time.Duration;

/** When to come back, as HTTP says it (RFC 9110, section 10.2.3). */
public final class RetryAfter {
    public static final String HEADER = "Retry-After";

    private RetryAfter() {}

    /** Whole ones, rounded up: who comes back a moment too early is refused again. */
    public static long seconds(Duration pause) {
        return pause.plusMillis(999).toSeconds();
    }

    /** The value of the header. */
    public static String value(Duration pause) {
        return Long.toString(seconds(pause));
    }
}
