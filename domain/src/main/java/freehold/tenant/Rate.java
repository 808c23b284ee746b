package freehold.tenant;

import java.time.Duration;

/** How often something may be asked for: so many requests at once, and as many again, evenly, in each window. */
public record Rate(int requests, Duration window) {
    public static final int REQUESTS_MAX = 1_000_000;
    public static final Duration WINDOW_MAX = Duration.ofHours(1);

    /** A thousand a second: far above what people and pages do, and a bound for a client that has gone wild. */
    public static final Rate DEFAULT = new Rate(60_000, Duration.ofMinutes(1));

    public Rate {
        if (requests < 1 || requests > REQUESTS_MAX) {
            throw new IllegalArgumentException("from 1 to " + REQUESTS_MAX + " requests, not " + requests);
        }
        if (window.toSeconds() < 1
                || window.compareTo(WINDOW_MAX) > 0
                || !window.equals(Duration.ofSeconds(window.toSeconds()))) {
            throw new IllegalArgumentException("a window of 1 to " + WINDOW_MAX.toSeconds() + " s, not " + window);
        }
    }
}
