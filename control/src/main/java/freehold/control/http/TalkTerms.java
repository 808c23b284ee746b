package freehold.control.http;

import freehold.control.exchange.Terms;
import freehold.refusal.Refusal;
import freehold.tenant.TenantId;
import java.util.Optional;

/** The terms of calls, for a conversation: the same rates, and the same room. */
record TalkTerms(Door.Standing standing, Room room, TenantId tenant) implements Terms {
    @Override
    public Optional<Refusal> pay() {
        return standing.paid().get();
    }

    @Override
    public Optional<Held> room(long outputBytes) throws InterruptedException {
        return room.take(tenant, outputBytes, PATIENCE).map(held -> held::close);
    }
}
