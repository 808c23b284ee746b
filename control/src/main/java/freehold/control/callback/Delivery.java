package freehold.control.callback;

import freehold.execution.Callback;
import freehold.execution.CallbackId;
import freehold.execution.ExecutionId;
import freehold.tenant.TenantId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One message and what became of it.
 *
 * @param attempts so far, since it was handed in or asked for again
 * @param due when it is tried next; without meaning unless it waits
 * @param lastError of the last attempt, in words; empty after a success
 * @param doneAt when it was delivered or given up
 */
public record Delivery(
        CallbackId id,
        TenantId tenant,
        ExecutionId execution,
        Callback callback,
        State state,
        int attempts,
        Instant due,
        Optional<String> lastError,
        Instant createdAt,
        Optional<Instant> doneAt) {

    /** Where a message is. */
    public enum State {
        WAITING,
        DELIVERED,
        DEAD;

        /** As on the wire. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
