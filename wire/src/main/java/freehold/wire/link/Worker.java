package freehold.wire.link;

import freehold.execution.Plan;
import freehold.tenant.TenantId;

/** The worker's side: what a link hands plans to. */
public interface Worker {
    /** How many executions it takes at one time. */
    int capacity();

    /** Whether it can take work now: its cell daemon answers. */
    boolean ready();

    /** Begins at once and returns without waiting for the end. Reports come from another thread. */
    Lease begin(Plan plan, Reports reports);

    /** Removes at once what it keeps of that tenant: what it built, and content it fetched. One that keeps nothing has nothing to do. */
    default void forgetKept(TenantId tenant) {}
}
