package freehold.control.ledger;

import freehold.execution.ExecutionId;
import freehold.ledger.Act;
import freehold.ledger.Chain;
import freehold.ledger.Position;
import freehold.tenant.TenantId;
import freehold.wire.receipt.KeySet;
import freehold.wire.receipt.SignedLine;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The chains of all tenants: the only source for what ran, what came of it and who did what. Receipts come into it with the end of their
 * execution ({@link freehold.control.record.Records#save}), acts by {@link #append}. Lines are never changed nor removed. Safe for any
 * number of threads.
 */
public interface Ledger {
    /**
     * Appends what somebody did. The future completes when that would survive the loss of power, or exceptionally with {@link
     * freehold.control.record.RecordUnavailable}: nothing is appended then, or the answer of a database elsewhere was lost. The call may be
     * repeated, but not one that succeeded: it would be a second line.
     */
    CompletableFuture<Position> append(Chain chain, Act act);

    /** The receipt of an execution, also of one that was erased since. */
    Optional<SignedLine> receipt(TenantId tenant, ExecutionId id);

    /**
     * Lines in their order.
     *
     * @param from the first
     * @param most at least 1
     */
    List<SignedLine> read(Chain chain, Position from, int most);

    /**
     * Goes through lines of a chain, and what is recorded of the executions whose receipts they are, as they are stored. Nobody who writes
     * waits for it.
     *
     * @param from the first; the line before it is taken as it is
     * @param most at least 1
     */
    Verified verify(Chain chain, Position from, int most);

    /** The next chain by its name, also one of which only executions or its end are left. */
    Optional<Chain> chainAfter(Optional<Chain> before);

    /** All keys that signed any line, and the one that signs now. */
    KeySet keys();
}
