package freehold.control.http;

import freehold.control.ledger.Ledger;
import freehold.control.record.RecordUnavailable;
import freehold.control.tenancy.Caller;
import freehold.ledger.Act;
import freehold.ledger.Chain;
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

    /** A line for whatever does the act to store in one step with it. */
    Act act(Context context, Caller caller, String action, String object) {
        return new Act(
                clock.instant(),
                caller.actor(),
                action,
                object,
                Optional.of(context.ip()),
                Optional.empty(),
                Optional.empty());
    }

    /** What concerns a tenant that is not always the caller's own: it is in that one's chain. */
    void writeOf(Context context, Caller caller, TenantId tenant, String action, String object) {
        var _ = RecordUnavailable.joined(ledger.append(Chain.of(tenant), act(context, caller, action, object)));
    }

    /**
     * What is the caller's own.
     *
     * @param action a noun and a past participle, as {@code execution.erased}
     */
    void write(Context context, Caller caller, String action, String object) {
        writeOf(context, caller, caller.tenant(), action, object);
    }
}
