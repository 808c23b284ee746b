package freehold.control.record;

import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The record of executions: the only source for what was asked and what came of it, once an execution is no longer live. Safe for
 * any number of threads. Writes happen in the order in which they were asked for; a future completes when the write would survive the
 * loss of power, or exceptionally with {@link RecordUnavailable}: nothing is stored then, and the call may be repeated.
 */
public interface Records extends AutoCloseable {
    /** Stores an execution, in place of what was stored of it. A finished one is never replaced by one that is not. */
    CompletableFuture<Void> save(Entry entry);

    /**
     * Stores an execution under a key, unless the tenant used the key within 24 hours: then nothing is stored, and the earlier use is
     * the answer.
     */
    CompletableFuture<KeyUse> save(Entry entry, IdempotencyKey key);

    /** Which execution holds a key, and for which body. */
    record KeyUse(ExecutionId execution, Digest body) {}

    /** The earlier use of a key, if it was within 24 hours. */
    Optional<KeyUse> used(TenantId tenant, IdempotencyKey key);

    /**
     * Erases an execution and all that was kept for it; the storage it took is overwritten.
     *
     * @return stored content that nothing refers to any more
     */
    CompletableFuture<Set<Digest>> erase(TenantId tenant, ExecutionId id);

    Optional<Entry> find(TenantId tenant, ExecutionId id);

    /**
     * Newest first. Ends early when the outputs in it come to 8 MiB, but never before the first.
     *
     * @param most at least 1
     */
    Page list(TenantId tenant, Filter filter, int most);

    /**
     * A part of a list.
     *
     * @param next continues the list, as {@link Filter#before}; empty when there are no older ones that match
     */
    record Page(List<Execution> executions, Optional<ExecutionId> next) {}

    /** Executions of all tenants that were stored and have not finished, oldest first: what a process that died left behind. */
    List<Entry> unfinished();

    /** Whether a write would be stored now. */
    boolean isWritable();

    /** Writes what is still to be written. */
    @Override
    void close();
}
