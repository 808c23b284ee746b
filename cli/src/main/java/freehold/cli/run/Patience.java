package freehold.cli.run;

import java.time.Duration;

/**
 * When a conversation counts as broken, and how often it is taken up again.
 *
 * @param silence of a server, which pings every few seconds, that means that it is gone
 * @param attempts in a row that brought nothing
 * @param first pause before the first of them; it doubles with each
 * @param most no pause is longer; a connection that lasted as long has brought something
 */
record Patience(Duration silence, int attempts, Duration first, Duration most) {
    /** About 20 s in all: a server may be started again meanwhile. */
    static final Patience USUAL =
            new Patience(Duration.ofSeconds(60), 8, Duration.ofMillis(200), Duration.ofSeconds(5));

    private static final int DOUBLINGS_MAX = 20;

    Duration pause(int attempt) {
        Duration doubled = first.multipliedBy(1L << Math.min(attempt - 1, DOUBLINGS_MAX));
        return doubled.compareTo(most) < 0 ? doubled : most;
    }
}
