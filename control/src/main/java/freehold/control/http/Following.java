package freehold.control.http;

import freehold.control.execution.Executions;
import freehold.control.execution.Live;
import freehold.execution.Execution;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Waits for the end of an execution as long as its client is there: if that goes away meanwhile, or takes its request back, that is the end. */
final class Following {
    private final Executions executions;
    private final PeerWatch peers;

    Following(Executions executions, PeerWatch peers) {
        this.executions = executions;
        this.peers = peers;
    }

    Execution await(HttpServletRequest client, Live live, Duration most) throws InterruptedException {
        try (PeerWatch.Watch _ = peers.watch(client, () -> executions.cancel(live))) {
            return live.await(most);
        }
    }

    /** The same for whoever keeps no thread waiting; see {@link Live#end}. */
    CompletableFuture<Execution> end(HttpServletRequest client, Live live, Duration most) {
        PeerWatch.Watch watch = peers.watch(client, () -> executions.cancel(live));
        return live.end(most).whenComplete((_, _) -> watch.close());
    }
}
