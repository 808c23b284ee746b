package freehold.client;

import freehold.client.FreeholdException.ConnectionFailed;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often a call is made, and what is too long a pause.
 *
 * @param attempts in all, the first included
 * @param longestPause a server that asks for more is left alone, by the exception
 */
public record Retries(int attempts, Duration longestPause) {
    /** Five attempts, with pauses of at most 30 s. */
    public static final Retries DEFAULT = new Retries(5, Duration.ofSeconds(30));

    /** What fails is not tried again. */
    public static final Retries NONE = new Retries(1, Duration.ZERO);

    private static final Set<Integer> COME_AGAIN = Set.of(429, 502, 503, 504);
    private static final long BACKOFF_MS = 200;
    private static final long BACKOFF_MOST_MS = 5_000;

    public Retries {
        if (attempts < 1 || longestPause.isNegative()) {
            throw new IllegalArgumentException("at least 1 attempt, and no negative pause");
        }
    }

    /** How long to wait before the next attempt; throws the failure if there is to be none. */
    Duration pauseAfter(int attempt, FreeholdException failure) {
        long most = Math.min(BACKOFF_MOST_MS, BACKOFF_MS << Math.min(attempt - 1, 10));
        Duration pause = Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
        switch (failure) {
            case ApiException declined
            when COME_AGAIN.contains(declined.status()) ->
                pause = declined.retryAfter().orElse(pause);
            case ConnectionFailed lost -> {}
            default -> throw failure;
        }
        if (attempt >= attempts || pause.compareTo(longestPause) > 0) {
            throw failure;
        }
        return pause;
    }
}
