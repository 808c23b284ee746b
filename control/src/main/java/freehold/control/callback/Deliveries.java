package freehold.control.callback;

import freehold.control.record.RecordUnavailable;
import freehold.execution.CallbackId;
import freehold.execution.ExecutionId;
import freehold.tenant.TenantId;
import freehold.wire.api.CallbackWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The messages that are stored. They come to be when the end of an execution with a callback is saved, and go with that execution. A
 * future completes when the change would survive the loss of power, or exceptionally with {@link RecordUnavailable}.
 */
public interface Deliveries {
    /** Those that wait and whose time has come, the longest due first, leaving some tenants out. */
    List<Due> due(Instant now, Set<TenantId> without, int most);

    /** A message whose time has come. */
    sealed interface Due {
        CallbackId id();

        record Ready(Delivery delivery) implements Due {
            @Override
            public CallbackId id() {
                return delivery.id();
            }
        }

        /** Its secret cannot be opened, or its row was changed, so that it cannot be signed. */
        record Closed(Turn turn, ExecutionId execution, RuntimeException why) implements Due {
            @Override
            public CallbackId id() {
                return turn.id();
            }
        }
    }

    /**
     * An attempt at a message, by what its row said when it was read or claimed. Every control sees what is due; what one of them stores
     * counts only while the row still says so, for else another one has it, or has settled it, or somebody has asked for it again.
     */
    record Turn(CallbackId id, int attempts, Instant due) {
        public static Turn of(Delivery delivery) {
            return new Turn(delivery.id(), delivery.attempts(), delivery.due());
        }

        public Turn until(Instant later) {
            return new Turn(id, attempts, later);
        }
    }

    /**
     * Keeps a message from all others until then: it is due again at that time, unless what came of it is stored before.
     *
     * @return what goes on as {@link Turn#until}; false if another one has it
     */
    CompletableFuture<Boolean> claim(Turn turn, Instant until);

    /** When the next of all is due. */
    Optional<Instant> nextDue();

    /** False if that does not count any more. */
    CompletableFuture<Boolean> delivered(Turn turn, Instant at);

    /**
     * An attempt failed.
     *
     * @param again when it is tried next; empty if it is given up
     * @return false if that does not count any more
     */
    CompletableFuture<Boolean> failed(Turn turn, String error, Instant at, Optional<Instant> again);

    /** How many there are, of all tenants and controls. */
    Backlog backlog();

    /**
     * Messages that are not delivered.
     *
     * @param waiting all that are to be tried
     * @param failed those of them of which an attempt failed
     * @param dead those that were given up
     */
    record Backlog(int waiting, int failed, int dead) {}

    Optional<Delivery> find(TenantId tenant, CallbackId id);

    /** Newest first. */
    List<Delivery> list(TenantId tenant, Optional<Delivery.State> state, Optional<CallbackId> before, int most);

    /** Has it tried again from the beginning, now; also one that was delivered. False if there is none. */
    CompletableFuture<Boolean> redeliver(TenantId tenant, CallbackId id, Instant now);

    /** One as it is shown: without its secret. */
    static CallbackWriter.Message message(Delivery delivery) {
        boolean waits = delivery.state() == Delivery.State.WAITING;
        return new CallbackWriter.Message(
                delivery.id(),
                delivery.execution(),
                delivery.callback().url(),
                delivery.state().label(),
                delivery.attempts(),
                waits ? Optional.of(delivery.due()) : Optional.empty(),
                delivery.lastError(),
                delivery.createdAt(),
                delivery.doneAt());
    }

    /** 32 bytes by chance that belong to this record: made once, and kept with it. */
    byte[] key();
}
