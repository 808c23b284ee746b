package freehold.control.execution;

import freehold.control.dispatch.Dispatcher;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import freehold.execution.ExecutionId;
import freehold.execution.State;
import freehold.ledger.Act;
import freehold.quantity.Digest;
import freehold.refusal.Conflict;
import freehold.refusal.NotFound;
import freehold.refusal.Refusal;
import freehold.tenant.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    /** @param act goes into the ledger with it; absent where another line speaks of it, with others */
    Optional<Refusal> erase(TenantId tenant, ExecutionId id, Optional<Act> act) {
        Optional<Live> found = Optional.ofNullable(live.get(id))
                .filter(each -> each.plan().tenant().equals(tenant));
        if (found.isPresent()) {
            if (found.get().now().outcome().isEmpty()) {
                return Optional.of(living(id));
            }
            endings.await(found.get());
        }
        if (records.state(tenant, id).filter(state -> state != State.FINISHED).isPresent()) {
            return Optional.of(living(id));
        }
        Optional<Set<Digest>> free = RecordUnavailable.joined(act.map(line -> records.erase(tenant, id, line))
                .orElseGet(() -> records.erase(tenant, id).thenApply(Optional::of)));
        if (free.isEmpty()) {
            return Optional.of(new NotFound(NotFound.Thing.EXECUTION));
        }
        holdings.drop(tenant, free.get());
        dispatcher.forgetKept(tenant);
        return Optional.empty();
    }

    private static Refusal living(ExecutionId id) {
        return new Conflict(
                "This execution lives, and only what has ended can be erased",
                "Cancel it by POST /v1/executions/" + id + "/cancel first");
    }
}
