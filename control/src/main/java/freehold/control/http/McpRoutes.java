package freehold.control.http;

import freehold.control.exchange.AgentTools;
import freehold.control.tenancy.Caller;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** Tools for agents over HTTP. The endpoint is made when it is first asked for: a server starts without it. */
final class McpRoutes implements AutoCloseable {
    private final Supplier<AgentTools> maker;
    private final Following following;

    // guarded by this
    private Optional<AgentTools> made = Optional.empty();

    McpRoutes(Supplier<AgentTools> maker, Following following) {
        this.maker = maker;
        this.following = following;
    }

    void answer(Context context, Caller caller) throws IOException {
        endpoint()
                .answer(
                        context.req(),
                        context.res(),
                        caller,
                        (live, most) -> following.await(context.req(), live, most));
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
