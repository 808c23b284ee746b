package freehold.control.dispatch;

import java.time.Duration;

/**
 * How fast places become free, from the moments at which executions ended. Not safe for threads by itself: its owner's lock guards it.
 */
final class DrainRate {
    /** How much of the newest interval goes into the mean: about the last sixteen count. */
    private static final double WEIGHT = 1.0 / 16;

    private double meanNanos;
    private long lastNanos;
    private boolean known;

    DrainRate(long nowNanos) {
        lastNanos = nowNanos;
    }

    void ended(long nowNanos) {
        long interval = Math.max(1, nowNanos - lastNanos);
        meanNanos = known ? meanNanos + WEIGHT * (interval - meanNanos) : interval;
        known = true;
        lastNanos = nowNanos;
    }

    /** How long until so many have ended, if all goes on as it did. While nothing ends, it grows. */
    Duration until(int endings, long nowNanos) {
        double interval = Math.max(known ? meanNanos : 0, (double) (nowNanos - lastNanos));
        return Duration.ofNanos((long) Math.min(interval * endings, Long.MAX_VALUE));
    }
}
