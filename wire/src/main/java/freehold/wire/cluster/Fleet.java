package freehold.wire.cluster;

import java.util.List;
import java.util.Map;

/** The workers that are here, for their keepers. */
public interface Fleet {
    /** All of them, by name. */
    List<Standing> workers();

    /** Tells a worker what is wished of it; false if there is none of that id. */
    boolean tell(String worker, Wish wish);

    /** What can be wished of a worker. */
    enum Wish {
        /** Take nothing new. */
        CORDON,
        /** Take work again. */
        UNCORDON,
        /** Take nothing new, finish what there is, and end. */
        DRAIN
    }

    /** How a worker stands to new work. */
    enum State {
        READY,
        /** Its cell daemon does not answer. */
        UNREADY,
        CORDONED,
        DRAINING
    }

    /**
     * A worker as it stands.
     *
     * @param id of the process, another one after each start
     * @param capacity executions at one time
     * @param busy executions that it has
     * @param runtimes as {@code NAME@VERSION}
     */
    record Standing(
            String id,
            String name,
            State state,
            int capacity,
            int busy,
            Map<String, String> labels,
            List<String> runtimes) {
        public Standing {
            labels = Map.copyOf(labels);
            runtimes = List.copyOf(runtimes);
        }
    }
}
