package freehold.control.identity;

import freehold.control.tenancy.Caller;
import freehold.tenant.Rate;
import freehold.tenant.Tenant;
import java.util.Optional;

/** What was found out about who calls. */
public sealed interface Finding {
    /**
     * Somebody who may ask.
     *
     * @param tenant as it is kept; empty for one that only the key file knows
     * @param rate of the key itself, if it has one
     */
    record Known(Caller caller, Optional<Tenant> tenant, Optional<Rate> rate) implements Finding {}

    /** Nobody we know. */
    record Unknown() implements Finding {}

    /** Somebody whose tenant nobody may act for at this time. */
    record Suspended() implements Finding {}

    /** Perhaps somebody, but it cannot be found out now; the reason is a clause for people. */
    record Uncertain(String reason) implements Finding {}
}
