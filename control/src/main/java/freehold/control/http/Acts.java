package freehold.control.http;

import freehold.control.ledger.Ledger;
import freehold.control.tenancy.Caller;
import freehold.ledger.Act;
import freehold.ledger.Chain;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.Optional;

/** Writes down in the ledger what callers did over HTTP. Returns when it is stored: what nobody can prove is not answered as done. */
final class Acts {
    private final Ledger ledger;
    private final InstantSource clock;

    Acts(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** What concerns a tenant that is not always the caller's own: it is in that one's chain. */
    void writeOf(Context context, Caller caller, TenantId tenant, String action, String object) {
        Act act = new Act(
                clock.instant(),
                caller.actor(),
                action,
                object,
                Optional.of(context.ip()),
                Optional.empty(),
                Optional.empty());
        var _ = Replies.joined(ledger.append(Chain.of(tenant), act));
    }

    /** What has no content to compare. */
    void write(Context context, Caller caller, String action, String object) {
        write(context, caller, action, object, Optional.empty(), Optional.empty());
    }

    /**
     * What changed something.
     *
     * @param action a noun and a past participle, as {@code policy.changed}
     * @param before digest of the thing as it was; absent where it is new
     * @param after digest of the thing as it is; absent where it is gone
     */
    void write(
            Context context,
            Caller caller,
            String action,
            String object,
            Optional<Digest> before,
            Optional<Digest> after) {
        Act act = new Act(clock.instant(), caller.actor(), action, object, Optional.of(context.ip()), before, after);
        var _ = Replies.joined(ledger.append(Chain.of(caller.tenant()), act));
    }
}
