package freehold.control.execution;

import freehold.control.record.Records;
import freehold.execution.Artifact;
import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.quantity.Digest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Erases, after the end of an execution that is not to be kept whole, what it needed until then. */
final class Forgetting {
    private static final Logger LOG = LoggerFactory.getLogger(Forgetting.class);

    private final Records records;
    private final Holdings holdings;

    Forgetting(Records records, Holdings holdings) {
        this.records = records;
        this.holdings = holdings;
    }

    /** What was stored of it before is overwritten, and content that it alone had goes; both a moment later. */
    void after(Live ended) {
        Execution execution = ended.ended();
        Set<Digest> used = new HashSet<>(ended.inputs());
        execution.outcome().map(Outcome::artifacts).orElse(List.of()).stream()
                .map(Artifact::digest)
                .forEach(used::add);
        if (execution.isReduced() && (ended.isKept() || !used.isEmpty())) {
            var _ = records.forget(execution.tenant(), used)
                    .thenAcceptAsync(free -> holdings.drop(execution.tenant(), free), Forgetting::aside)
                    .whenComplete((_, fault) -> {
                        if (fault != null) {
                            LOG.warn("{}: content goes by its age, for it could not be erased", execution.id(), fault);
                        }
                    });
        }
    }

    /** For what must not hold up the record, whose thread tells that something is stored. */
    private static void aside(Runnable task) {
        Thread.ofVirtual().name("forget").start(task);
    }
}
