package freehold.control.execution;

import freehold.control.record.Records;
import freehold.execution.Execution;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends on their way into the record; those that it does not take are tried again when it takes another one. */
final class Endings {
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    /** Their output stays in memory, and little new is let in while the record takes nothing. */
    private static final int UNSTORED_MAX = 256;

    private final Records records;
    private final Consumer<Live> done;
    private final Queue<Live> unstored = new ArrayBlockingQueue<>(UNSTORED_MAX);

    /** @param done told of each that is stored, and of those that are not and for which there is no room any more */
    Endings(Records records, Consumer<Live> done) {
        this.records = records;
        this.done = done;
    }

    void store(Live ended) {
        Execution execution = ended.now();
        var _ = records.save(ended.entry()).whenComplete((_, fault) -> {
            if (fault != null && unstored.offer(ended)) {
                LOG.error("{} ended, but its end is not stored; it is tried again", execution.id(), fault);
                return;
            }
            if (fault != null) {
                LOG.error("{} ended, but its end is not stored, as those of many others", execution.id(), fault);
            }
            done.accept(ended);
            if (fault == null) {
                storeAgain();
            }
        });
    }

    /** Those that could not be stored, when there is reason to think that one can be. */
    void storeAgain() {
        for (Live next = unstored.poll(); next != null; next = unstored.poll()) {
            store(next);
        }
    }
}
