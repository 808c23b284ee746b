package freehold.control.callback;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a message is tried again.
 *
 * @param first pause, after the first failure; each one after is four times as long
 * @param attempts after which it is given up
 */
public record Backoff(Duration first, int attempts) {
    /** 5 s, 20 s, 80 s, 5 min, 21 min, 85 min, 5.7 h: then it is given up, some seven and a half hours after the end. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(5), 8);

    private static final int FACTOR = 4;
    private static final int ATTEMPTS_MAX = 12;

    public Backoff {
        if (attempts < 1 || attempts > ATTEMPTS_MAX) {
            throw new IllegalArgumentException("from 1 to " + ATTEMPTS_MAX + " attempts: " + attempts);
        }
    }

    /** How long to wait after so many failures, a fifth more or less by chance; empty if it is given up. */
    Optional<Duration> after(int failures, RandomGenerator chance) {
        if (failures >= attempts) {
            return Optional.empty();
        }
        double nanos = first.toNanos() * Math.pow(FACTOR, failures - 1.0) * chance.nextDouble(0.8, 1.2);
        return Optional.of(Duration.ofNanos((long) nanos));
    }
}
