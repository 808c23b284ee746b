package freehold.control.execution;

import freehold.control.dispatch.Dispatcher;
import freehold.control.record.Records;
import freehold.execution.ExecutionId;
import freehold.execution.State;
import freehold.refusal.Conflict;
import freehold.refusal.NotFound;
import freehold.refusal.Refusal;
import freehold.tenant.TenantId;
import java.util.Map;
import java.util.Optional;

/** Erases what was kept of executions that have ended. Goes by the record alone: what is still on its way there would come after it. */
final class Erasing {
    private final Map<ExecutionId, Live> live;
    private final Endings endings;
    private final Records records;
    private final Holdings holdings;
    private final Dispatcher dispatcher;

    Erasing(Map<ExecutionId, Live> live, Endings endings, Records records, Holdings holdings, Dispatcher dispatcher) {
        this.live = live;
        this.endings = endings;
        this.records = records;
        this.holdings = holdings;
        this.dispatcher = dispatcher;
    }

    Optional<Refusal> erase(TenantId tenant, ExecutionId id) {
        Optional<Live> found = Optional.ofNullable(live.get(id))
                .filter(each -> each.plan().tenant().equals(tenant));
        if (found.isPresent()) {
            if (found.get().now().outcome().isEmpty()) {
                return Optional.of(living(id));
            }
            endings.await(found.get());
        }
        Optional<State> stored = records.state(tenant, id);
        if (stored.isEmpty()) {
            return Optional.of(new NotFound(NotFound.Thing.EXECUTION));
        }
        if (stored.get() != State.FINISHED) {
            return Optional.of(living(id));
        }
        holdings.drop(tenant, Executions.joined(records.erase(tenant, id)));
        dispatcher.forgetBuilds(tenant);
        return Optional.empty();
    }

    private static Refusal living(ExecutionId id) {
        return new Conflict(
                "This execution lives, and only what has ended can be erased",
                "Cancel it by POST /v1/executions/" + id + "/cancel first");
    }
}
