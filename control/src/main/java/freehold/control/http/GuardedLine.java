package freehold.control.http;

import freehold.control.exchange.Line;
import freehold.control.exchange.Presence;
import freehold.refusal.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.eclipse.jetty.websocket.api.StatusCode;

/** A line that ends soon after its caller's key is revoked or expired, or its tenant suspended: nothing more is heard on it. */
final class GuardedLine implements Line {
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final Line line;
    private final Door.Standing standing;
    private final LongSupplier nanos;
    private long lookedNanos; // by the one thread that hears

    /** @param nanos a monotonic clock */
    GuardedLine(Line line, Door.Standing standing, LongSupplier nanos) {
        this.line = line;
        this.standing = standing;
        this.nanos = nanos;
        this.lookedNanos = nanos.getAsLong();
    }

    @Override
    public Optional<String> hear(Duration patience) throws IOException, InterruptedException {
        Optional<String> message = line.hear(patience);
        look();
        return message;
    }

    @Override
    public Optional<byte[]> hearBytes(Duration patience) throws IOException, InterruptedException {
        Optional<byte[]> message = line.hearBytes(patience);
        look();
        return message;
    }

    private void look() throws IOException {
        long now = nanos.getAsLong();
        if (now - lookedNanos >= LOOK_AGAIN_NANOS) {
            lookedNanos = now;
            Optional<Refusal> refusal = standing.now().get();
            if (refusal.isPresent()) {
                line.end(StatusCode.POLICY_VIOLATION, ApiServer.words(refusal.get()));
                throw new IOException("its caller may not go on");
            }
        }
    }

    @Override
    public void say(String text) throws IOException, InterruptedException {
        line.say(text);
    }

    @Override
    public void sayBytes(byte[] message) throws IOException, InterruptedException {
        line.sayBytes(message);
    }

    @Override
    public Presence.Watch watch(Runnable whenGone) {
        return line.watch(whenGone);
    }

    @Override
    public void end(int code, String why) {
        line.end(code, why);
    }
}
