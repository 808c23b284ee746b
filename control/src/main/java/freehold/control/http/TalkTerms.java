package freehold.control.http;

import freehold.control.exchange.Terms;
import freehold.execution.FaultId;
import freehold.refusal.Refusal;
import freehold.tenant.TenantId;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The terms of calls, for a conversation: the same rates, the same room, and the same names of failures. */
record TalkTerms(Door.Standing standing, Room room, TenantId tenant, Supplier<FaultId> faultIds) implements Terms {
    private static final Logger LOG = LoggerFactory.getLogger(TalkTerms.class);

    @Override
    public Optional<Refusal> pay() {
        return standing.paid().get();
    }

    @Override
    public Optional<Held> room(long outputBytes) throws InterruptedException {
        return room.take(tenant, outputBytes, PATIENCE).map(held -> held::close);
    }

    @Override
    public FaultId failed(String what, Exception fault) {
        FaultId id = faultIds.get();
        LOG.error("{}: {}", id, what, fault);
        return id;
    }
}
