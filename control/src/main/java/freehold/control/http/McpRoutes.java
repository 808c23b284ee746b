package freehold.control.http;

import freehold.control.exchange.AgentTools;
import freehold.control.rate.HeapShares;
import freehold.control.tenancy.Caller;
import freehold.refusal.Refusal;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Tools for agents over HTTP. The endpoint is made when it is first asked for: a server starts without it. */
final class McpRoutes implements AutoCloseable {
    private final Supplier<AgentTools> maker;
    private final Following following;
    private final Body body;
    private final Room bodies;

    // guarded by this
    private Optional<AgentTools> made = Optional.empty();

    /** Shares with all others the room for what clients send. */
    McpRoutes(Supplier<AgentTools> maker, Following following, Body body, Room bodies) {
        this.maker = maker;
        this.following = following;
        this.body = body;
        this.bodies = bodies;
    }

    void answer(Context context, Caller caller) throws IOException, InterruptedException {
        switch (body.read(context)) {
            case Body.Read.Declined(Refusal refusal) -> Replies.refusal(context, refusal);
            case Body.Read.Whole(byte[] bytes) -> roomy(context, caller, bytes);
        }
    }

    /** A body lives as long as its call, in several forms. */
    private void roomy(Context context, Caller caller, byte[] bytes) throws IOException, InterruptedException {
        Optional<HeapShares.Held> held = bodies.take(caller.tenant(), bytes.length, Duration.ZERO);
        if (held.isEmpty()) {
            Replies.refusal(context, Body.FULL);
            return;
        }
        try (HeapShares.Held _ = held.get()) {
            endpoint()
                    .answer(
                            context.req(),
                            context.res(),
                            bytes,
                            caller,
                            (live, most) -> following.await(context.req(), live, most));
        }
    }

    private synchronized AgentTools endpoint() {
        AgentTools endpoint = made.orElseGet(maker);
        made = Optional.of(endpoint);
        return endpoint;
    }

    @Override
    public synchronized void close() {
        made.ifPresent(AgentTools::close);
    }
}
