package freehold.wire.link;

import freehold.execution.Plan;
import java.util.Optional;

/** Control's side: carries plans to workers that have credit, and their reports back. */
public interface Link {
    /** Free cells over all ready workers. */
    int credit();

    /** Cells over all ready workers, free or not. */
    int capacity();

    /** Takes one credit and hands the plan over; empty when there is no credit at a worker that can carry it out. */
    Optional<Lease> assign(Plan plan, Reports reports);

    /** Calls back, from any thread, whenever credit may have become free. Replaces an earlier listener. */
    void onCredit(Runnable listener);
}
