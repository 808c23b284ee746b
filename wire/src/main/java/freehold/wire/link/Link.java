package freehold.wire.link;

import freehold.execution.Plan;
import freehold.tenant.TenantId;
import java.util.Optional;

/** Control's side: carries plans to workers that have credit, and their reports back. */
public interface Link {
    /** Free cells over all ready workers. */
    int credit();

    /** Cells over all ready workers, free or not. */
    int capacity();

    /** Takes one credit and hands the plan over; empty when there is no credit at a worker that can carry it out. */
    Optional<Lease> assign(Plan plan, Reports reports);

    /** Whether a worker that can carry the plan out has credit now. Waits for nothing. */
    boolean isOpenFor(Plan plan);

    /**
     * Whether a plan has to wait although workers have credit, for a reason that concerns few plans and passes by itself; the listener is
     * called when it has passed. Asked often, so it waits for nothing.
     */
    default boolean holdsBack(Plan plan) {
        return false;
    }

    /** Has all workers that are here remove what they keep of that tenant: what they built, and content they fetched. Waits for none. */
    default void forgetKept(TenantId tenant) {}

    /** Calls back, from any thread, whenever credit may have become free. Replaces an earlier listener. */
    void onCredit(Runnable listener);
}
