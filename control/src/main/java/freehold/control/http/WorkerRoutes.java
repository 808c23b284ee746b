package freehold.control.http;

import freehold.refusal.NotFound;
import freehold.wire.api.WorkerWriter;
import freehold.wire.cluster.Fleet;
import io.javalin.http.Context;
import java.util.Locale;

/** The workers of a cluster, for their keepers. */
final class WorkerRoutes {
    private final Fleet fleet;

    WorkerRoutes(Fleet fleet) {
        this.fleet = fleet;
    }

    void list(Context context) {
        Replies.json(
                context,
                200,
                WorkerWriter.list(
                        fleet.workers().stream().map(WorkerRoutes::written).toList()));
    }

    /** The wish is on its way; the list tells when the worker has it. */
    void wish(Context context, Fleet.Wish wish) {
        if (fleet.tell(context.pathParam("worker"), wish)) {
            context.status(202);
        } else {
            Replies.refusal(context, new NotFound(NotFound.Thing.WORKER));
        }
    }

    private static WorkerWriter.Worker written(Fleet.Standing standing) {
        return new WorkerWriter.Worker(
                standing.id(),
                standing.name(),
                standing.state().name().toLowerCase(Locale.ROOT),
                standing.capacity(),
                standing.busy(),
                standing.labels(),
                standing.runtimes());
    }
}
