package freehold.wire.link;

import freehold.execution.Plan;
import java.util.Optional;

/** Carries plans to workers that have credit, and their reports back. */
public interface Link {
    /** A worker announces itself and can be given work from now on, until the registration is closed. */
    Registration announce(Worker worker);

    /** Free cells over all ready workers. */
    int credit();

    /** Cells over all ready workers, free or not. */
    int capacity();

    /** Takes one credit and hands the plan over; empty when there is no credit. */
    Optional<Lease> assign(Plan plan, Reports reports);

    /** Calls back, from any thread, whenever credit may have become free. Replaces an earlier listener. */
    void onCredit(Runnable listener);

    /** Ends what {@link #announce} began. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
