package freehold.control.http;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Each body comes at some speed or not at all: who sends a byte now and then would keep what is held for it for as long as they like. What
 * Jetty has for that adds up what all requests have sent since the start, so that it holds for the first of them alone, and its sum overflows.
 */
final class SteadyBodies extends Handler.Wrapper {
    /** So long a body may come as slowly as silence between its bytes allows. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    static final long BYTES_A_SECOND_LEAST = 512;

    private final LongSupplier nanos;

    /** @param nanos as {@link System#nanoTime} has it */
    SteadyBodies(Handler inner, LongSupplier nanos) {
        super(inner);
        this.nanos = nanos;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(new Steady(request), response, callback);
    }

    private final class Steady extends Request.Wrapper {
        private final long begun = nanos.getAsLong();
        private final AtomicLong bytes = new AtomicLong();
        private volatile Content.@Nullable Chunk end;

        Steady(Request request) {
            super(request);
        }

        @Override
        public void demand(Runnable arrived) {
            if (isTooSlow()) {
                end = Content.Chunk.from(new TimeoutException("a body came too slowly"));
                arrived.run();
            } else {
                super.demand(arrived);
            }
        }

        @Override
        public Content.@Nullable Chunk read() {
            if (end != null) {
                return end;
            }
            Content.Chunk chunk = super.read();
            if (chunk != null) {
                bytes.addAndGet(chunk.remaining());
            }
            return chunk;
        }

        private boolean isTooSlow() {
            Duration beyond = Duration.ofNanos(nanos.getAsLong() - begun).minus(PATIENCE);
            return beyond.isPositive()
                    && bytes.get()
                            < BYTES_A_SECOND_LEAST * beyond.plus(PATIENCE).toSeconds();
        }
    }
}
