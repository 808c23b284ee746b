package freehold.control.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether a client is still there: when it was heard last, which pings it left unanswered, and since when it takes nothing of what it is
 * sent. Belongs to one line, whose lock guards it.
 */
final class Pulse {
    /** What there is to do. */
    enum Finding {
        FINE,
        TO_PING,
        SILENT,
        TAKES_NOTHING
    }

    /**
     * How long what may last.
     *
     * @param ping from one ping to the next, while somebody wants to hear
     * @param silence until a client that answers nothing is gone
     * @param sending until one that takes nothing is
     * @param closing from our close until the end of the connection, whatever the client does
     */
    record Bounds(Duration ping, Duration silence, Duration sending, Duration closing) {
        static final Bounds USUAL = new Bounds(
                Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(10));
    }

    private final Bounds bounds;
    private final LongSupplier nanos;
    private long heardNanos;
    private long pingedNanos;
    private int unanswered;
    private long unansweredSinceNanos;
    private int unsent;
    private long unsentSinceNanos;

    /** @param nanos a monotonic clock */
    Pulse(Bounds bounds, LongSupplier nanos) {
        this.bounds = bounds;
        this.nanos = nanos;
        this.heardNanos = nanos.getAsLong();
        this.pingedNanos = heardNanos;
    }

    /** Something came, or nobody listened until now. */
    void heard() {
        heardNanos = nanos.getAsLong();
        unanswered = 0;
    }

    void pings() {
        pingedNanos = nanos.getAsLong();
        if (unanswered == 0) {
            unansweredSinceNanos = pingedNanos;
        }
        unanswered++;
        sends();
    }

    /** A ping or a pong is on its way to the client. */
    void sends() {
        if (unsent == 0) {
            unsentSinceNanos = nanos.getAsLong();
        }
        unsent++;
    }

    /** One of them left us. */
    void sent() {
        unsentSinceNanos = nanos.getAsLong();
        unsent--;
    }

    /**
     * Silence counts by pings that had their time too: while nobody listened for a while, none was sent that could be answered. Nothing is
     * sent behind what is not taken.
     */
    Finding look() {
        long now = nanos.getAsLong();
        if (unsent > 0) {
            return now - unsentSinceNanos >= bounds.sending().toNanos() ? Finding.TAKES_NOTHING : Finding.FINE;
        }
        if (unanswered > 0 && leftOfSilence(now) <= 0) {
            return Finding.SILENT;
        }
        return now - pingedNanos >= bounds.ping().toNanos() ? Finding.TO_PING : Finding.FINE;
    }

    private long leftOfSilence(long now) {
        long answering = bounds.silence().minus(bounds.ping()).toNanos();
        return Math.max(heardNanos + bounds.silence().toNanos() - now, unansweredSinceNanos + answering - now);
    }

    /** When to look again; what a client does not take is so found before it has waited twice as long as it may. */
    long nanosToLook() {
        long now = nanos.getAsLong();
        if (unsent > 0) {
            return unsentSinceNanos + bounds.sending().toNanos() - now;
        }
        long ping = Math.min(
                pingedNanos + bounds.ping().toNanos() - now, bounds.sending().toNanos());
        return unanswered > 0 ? Math.min(ping, leftOfSilence(now)) : ping;
    }
}
