package freehold.control.http;

import freehold.control.exchange.Line;
import freehold.control.exchange.Presence;
import freehold.control.record.RecordUnavailable;
import freehold.refusal.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line that ends within a second after its caller's key is revoked or expired, or its tenant suspended: from then on nothing is heard
 * or said on it, and whoever watches is told. Whoever uses it looks, from any thread, and one does each second.
 */
final class GuardedLine implements Line {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedLine.class);
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final Line line;
    private final Door.Standing standing;
    private final LongSupplier nanos;
    private final AtomicLong lookedNanos;

    /** @param nanos a monotonic clock */
    GuardedLine(Line line, Door.Standing standing, LongSupplier nanos) {
        this.line = line;
        this.standing = standing;
        this.nanos = nanos;
        this.lookedNanos = new AtomicLong(nanos.getAsLong());
    }

    /** How a message is heard, be it text or bytes. */
    private interface Hearing<T> {
        Optional<T> hear(Duration patience) throws IOException, InterruptedException;
    }

    @Override
    public Optional<String> hear(Duration patience) throws IOException, InterruptedException {
        return hear(line::hear, patience);
    }

    @Override
    public Optional<byte[]> hearBytes(Duration patience) throws IOException, InterruptedException {
        return hear(line::hearBytes, patience);
    }

    private <T> Optional<T> hear(Hearing<T> hearing, Duration patience) throws IOException, InterruptedException {
        long until = nanos.getAsLong() + patience.toNanos();
        while (true) {
            long left = Math.max(0, until - nanos.getAsLong());
            Optional<T> message = hearing.hear(Duration.ofNanos(Math.min(left, nanosToLook())));
            look();
            if (message.isPresent() || until - nanos.getAsLong() <= 0) {
                return message;
            }
        }
    }

    private long nanosToLook() {
        return Math.max(0, lookedNanos.get() + LOOK_AGAIN_NANOS - nanos.getAsLong());
    }

    private void look() throws IOException {
        long looked = lookedNanos.get();
        long now = nanos.getAsLong();
        if (now - looked < LOOK_AGAIN_NANOS || !lookedNanos.compareAndSet(looked, now)) {
            return;
        }
        Optional<Refusal> refusal = refusal();
        if (refusal.isPresent()) {
            line.end(StatusCode.POLICY_VIOLATION, ApiServer.words(refusal.get()));
            throw new IOException("its caller may not go on");
        }
    }

    private Optional<Refusal> refusal() {
        try {
            return standing.now().get();
        } catch (RecordUnavailable away) {
            LOG.debug("Who is in stays in", away);
            return Optional.empty();
        }
    }

    @Override
    public void say(String text) throws IOException, InterruptedException {
        look();
        line.say(text);
    }

    @Override
    public void sayBytes(byte[] message) throws IOException, InterruptedException {
        look();
        line.sayBytes(message);
    }

    /** Who may not go on is as good as gone: whoever waits for the program, and not for the line, hears of it by this. */
    @Override
    public Presence.Watch watch(Runnable whenGone) {
        AtomicBoolean told = new AtomicBoolean();
        Runnable once = () -> {
            if (told.compareAndSet(false, true)) {
                whenGone.run();
            }
        };
        Presence.Watch watch = line.watch(once);
        Thread looking = Thread.ofVirtual().name("standing").start(() -> lookOn(once));
        return () -> {
            SocketLine.end(looking);
            watch.close();
        };
    }

    private void lookOn(Runnable whenGone) {
        try {
            while (true) {
                Thread.sleep(Duration.ofNanos(nanosToLook()));
                look();
            }
        } catch (IOException refused) {
            whenGone.run();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void end(int code, String why) {
        line.end(code, why);
    }
}
