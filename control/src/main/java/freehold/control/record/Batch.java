package freehold.control.record;

import freehold.execution.BatchId;
import freehold.execution.ExecutionId;
import freehold.tenant.TenantId;
import java.time.Instant;
import java.util.List;

/**
 * Executions that were accepted together. What state it is in follows from theirs.
 *
 * @param total how many there were
 * @param executions those that have not been erased since, in their order
 */
public record Batch(BatchId id, TenantId tenant, int total, Instant createdAt, List<ExecutionId> executions) {
    public Batch {
        executions = List.copyOf(executions);
        if (total < 1 || executions.size() > total) {
            throw new IllegalArgumentException("a batch of " + total + " with " + executions.size());
        }
    }
}
