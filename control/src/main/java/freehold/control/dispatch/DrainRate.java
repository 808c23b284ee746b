package freehold.control.dispatch;

import java.time.Duration;

/**
 * How fast places become free, from the moments at which the last executions ended, and from no time at which nothing ran. Not safe for
 * threads by itself: its owner's lock guards it.
 */
final class DrainRate {
    private static final int ENDS_MAX = 64;

    private final long[] ends = new long[ENDS_MAX]; // a ring
    private int count;
    private int next;
    private int running;
    private long busyNanos;

    /** One begins. If nothing ran, what was before says nothing of now. */
    void began(long nowNanos) {
        if (running == 0) {
            busyNanos = nowNanos;
            count = 0;
        }
        running++;
    }

    /** One that began is given to another worker, or back. */
    void returned() {
        running--;
    }

    void ended(long nowNanos) {
        running--;
        ends[next] = nowNanos;
        next = (next + 1) % ENDS_MAX;
        count = Math.min(count + 1, ENDS_MAX);
    }

    /**
     * How long until so many have ended, if all goes on as it did. While nothing ends, it grows; while nothing has ended yet, those that
     * run are taken to end now.
     */
    Duration until(int endings, long nowNanos) {
        double nanos = count == 0
                ? (double) (nowNanos - busyNanos) * endings / Math.max(1, running)
                : (double) (nowNanos - since()) * endings / counted();
        return Duration.ofNanos((long) Math.min(Math.max(0, nanos), Long.MAX_VALUE));
    }

    /** A full ring begins with its oldest end, which is then not counted itself. */
    private long since() {
        return count == ENDS_MAX ? ends[next] : busyNanos;
    }

    private int counted() {
        return count == ENDS_MAX ? ENDS_MAX - 1 : count;
    }
}
