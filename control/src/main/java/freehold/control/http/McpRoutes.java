package freehold.control.http;

import freehold.control.exchange.AgentTools;
import freehold.control.execution.Executions;
import freehold.control.execution.Live;
import freehold.control.tenancy.Caller;
import freehold.execution.Execution;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Tools for agents over HTTP. The endpoint is made when it is first asked for: a server starts without it. */
final class McpRoutes implements AutoCloseable {
    private final Supplier<AgentTools> maker;
    private final Executions executions;
    private final PeerWatch peers;

    // guarded by this
    private Optional<AgentTools> made = Optional.empty();

    McpRoutes(Supplier<AgentTools> maker, Executions executions, PeerWatch peers) {
        this.maker = maker;
        this.executions = executions;
        this.peers = peers;
    }

    void answer(Context context, Caller caller) throws IOException {
        PeerWatch.Peer peer = PeerWatch.Peer.of(
                context.req().getRemoteAddr(),
                context.req().getRemotePort(),
                context.req().getLocalPort());
        endpoint().answer(context.req(), context.res(), caller, (live, most) -> await(peer, live, most));
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

    /** If the client goes away meanwhile, that is the end. */
    private Execution await(PeerWatch.Peer peer, Live live, Duration most) throws InterruptedException {
        try (PeerWatch.Watch _ = peers.watch(peer, () -> executions.cancel(live))) {
            return live.await(most);
        }
    }
}
