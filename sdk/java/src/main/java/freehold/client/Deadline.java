package freehold.client;

import freehold.client.FreeholdException.TimedOut;
import java.time.Duration;
import java.util.Optional;

/** Until when something is waited for; without a time-out as long as it takes. */
final class Deadline {
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final String subject;
    private final Optional<Duration> timeout;
    private final long began = System.nanoTime();

    Deadline(String subject, Optional<Duration> timeout) {
        this.subject = subject;
        this.timeout = timeout;
    }

    /** How long the server may be asked to wait next. */
    Duration nextWait() {
        Duration left =
                timeout.map(time -> time.minusNanos(System.nanoTime() - began)).orElse(WAIT);
        Duration most = left.compareTo(WAIT) < 0 ? left : WAIT;
        return most.isNegative() ? Duration.ZERO : most;
    }

    void check() {
        if (timeout.isPresent() && System.nanoTime() - began >= timeout.get().toNanos()) {
            throw new TimedOut(subject + " had not ended after " + timeout.get().toMillis() + " ms");
        }
    }
}
