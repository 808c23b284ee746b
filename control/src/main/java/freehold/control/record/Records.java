package freehold.control.record;

import freehold.execution.BatchId;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.State;
import freehold.ledger.Act;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The record of executions: the only source for what was asked and what came of it, once an execution is no longer live. Safe for
 * any number of threads. Writes happen in the order in which they were asked for; a future completes when the write would survive the
 * loss of power, or exceptionally with {@link RecordUnavailable}: nothing is stored then, or it is not
 * known whether it is, for the answer of a database elsewhere was lost; the call may be repeated.
 */
public interface Records extends AutoCloseable {
    /**
     * Stores an execution, in place of what was stored of it. A finished one is never replaced, nor one that another control has, and one
     * that was erased does not come back. With its end, in one step, its receipt is appended to the ledger, once.
     *
     * @return whether it is stored as given here; false if what is stored was kept
     */
    CompletableFuture<Boolean> save(Entry entry);

    /** The same; the act that brought it about is appended to the chain of its tenant in one step with it, or neither is. */
    CompletableFuture<Boolean> save(Entry entry, Act act);

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
     * Stores a batch with all its executions, or nothing. With a key that the tenant used for a batch within 24 hours nothing is stored,
     * and the earlier use is the answer.
     *
     * @param entries those that the batch names, in its order
     */
    CompletableFuture<BatchUse> save(Batch batch, List<Entry> entries, Optional<IdempotencyKey> key);

    /** Which batch a key was used for, and with which body; without a key the new one, and no body. */
    record BatchUse(BatchId batch, Optional<Digest> body) {}

    /** The earlier use of a key for a batch, if it was within 24 hours. Keys of batches and of executions are apart. */
    Optional<BatchUse> usedForBatch(TenantId tenant, IdempotencyKey key);

    Optional<Batch> batch(TenantId tenant, BatchId id);

    /** How many executions of a batch have not ended, as far as it is stored. */
    int unfinished(TenantId tenant, BatchId id);

    /**
     * Erases an execution and all that was kept for it, but for its receipt; the storage it took is overwritten. Where somebody reads an
     * older state of the record, as a backup does, that is awaited for 5 s, and done when they have read it.
     *
     * @return stored content that nothing refers to any more
     */
    CompletableFuture<Set<Digest>> erase(TenantId tenant, ExecutionId id);

    /**
     * The same; the act is appended to the tenant's chain in one step with it, or neither is done.
     *
     * @return stored content that nothing refers to any more; empty, and no line, if there is no such execution
     */
    CompletableFuture<Optional<Set<Digest>>> erase(TenantId tenant, ExecutionId id, Act act);

    /**
     * After the end of an execution of which not everything is kept: what was stored of it before is overwritten, as by {@link #erase}.
     *
     * @param used content that it had, or made
     * @return those of it that nothing refers to any more
     */
    CompletableFuture<Set<Digest>> forget(TenantId tenant, Set<Digest> used);

    /** An execution; what was not retained of it is empty. */
    Optional<Entry> find(TenantId tenant, ExecutionId id);

    /** An execution as if its steps had written nothing: what a program wrote may be much, and is opened for nobody here. */
    Optional<Execution> withoutOutput(TenantId tenant, ExecutionId id);

    /** How far an execution is, as far as it is stored; opens nothing, so that it costs little to ask. */
    Optional<State> state(TenantId tenant, ExecutionId id);

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

    /**
     * Executions of all tenants that were stored and have not finished, oldest first: what a process that died left behind. Those that
     * cannot be opened are left out, and the log names them.
     */
    List<Entry> unfinished();

    /**
     * Erases executions of all tenants that ended before a moment, oldest end first, as {@link #erase} does; a step that is short enough
     * for others to wait for. Their storage is overwritten at the latest with the next {@link #giveBack}.
     *
     * @param most at least 1; fewer go if they hold much
     */
    CompletableFuture<Erased> eraseOldest(Instant endedBefore, int most);

    /** The same, of one tenant alone: those that came first, of those that have ended. */
    CompletableFuture<Erased> eraseOldest(TenantId tenant, Instant endedBefore, int most);

    /**
     * What was erased.
     *
     * @param size of requests, journals and output, without content
     * @param free stored content that nothing refers to any more
     */
    record Erased(int executions, Bytes size, Map<TenantId, Set<Digest>> free) {
        public Erased {
            free = Map.copyOf(free);
        }
    }

    /**
     * Stored content that executions of a tenant refer to, in the order of the digests.
     *
     * @param after continues a list
     * @param most at least 1
     */
    List<Digest> used(TenantId tenant, Optional<Digest> after, int most);

    /** Those of the tenant's digests that no execution refers to. */
    Set<Digest> unused(TenantId tenant, Set<Digest> digests);

    /** What all that can be erased takes: without the ledger, and without storage that is free. */
    Bytes size();

    /** What requests, journals and output of each tenant take. Goes through all of it, so it may take long. */
    Map<TenantId, Bytes> sizes();

    /** What is free where it is kept; empty where this process cannot know. */
    Optional<Bytes> free();

    /** Gives back a part of the storage that erasing has freed, which others have no need to wait long for. True while there is more. */
    CompletableFuture<Boolean> giveBack();

    /** Whether a write would be stored now, as far as the last one and the room that is left tell. */
    boolean isWritable();

    /** Whether that is so certain that an answer need not wait to learn it. */
    boolean isSure();

    /** Writes what is still to be written. */
    @Override
    void close();
}
