package freehold.control.http;

import freehold.control.execution.Replays;
import freehold.control.tenancy.Caller;
import freehold.execution.Execution;
import freehold.refusal.NotFound;
import freehold.refusal.Refusal;
import freehold.wire.api.ReplayWriter;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;

/** Running recorded executions again, over HTTP. */
final class ReplayRoutes {
    private final Replays replays;
    private final Acts acts;

    ReplayRoutes(Replays replays, Acts acts) {
        this.replays = replays;
        this.acts = acts;
    }

    void replay(Context context, Caller caller, Parameters parameters) throws InterruptedException {
        Duration wait = parameters.waiting(WaitText.DEFAULT);
        Optional<Refusal> refusal = parameters.refusal();
        if (refusal.isPresent()) {
            Replies.refusal(context, refusal.get());
            return;
        }
        Replays.Begun begun = ExecutionRoutes.id(context)
                .map(id ->
                        replays.begin(caller.tenant(), id, acts.act(context, caller, "execution.replayed", id.value())))
                .orElseGet(() -> new Replays.Begun.Declined(new NotFound(NotFound.Thing.EXECUTION)));
        switch (begun) {
            case Replays.Begun.Declined(Refusal declined) -> Replies.refusal(context, declined);
            case Replays.Begun.Again again -> {
                Execution now = again.live().await(wait);
                if (now.outcome().isPresent()) {
                    Replies.json(context, 200, ReplayWriter.compared(again.original(), now));
                } else {
                    context.header("Location", "/v1/executions/" + now.id());
                    Replies.json(context, 202, ReplayWriter.begun(again.original(), now));
                }
            }
        }
    }
}
