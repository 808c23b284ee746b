package freehold.control.secret;

import freehold.wire.link.Hearing;
import freehold.wire.link.Lease;
import freehold.wire.link.Speech;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Of a plan whose values are being read; from the hand-over on, the worker's. */
final class SupplyingLease implements Lease {
    // guarded by this
    private @Nullable Lease lease;
    private boolean cancelled;

    @Override
    public void cancel() {
        synchronized (this) {
            cancelled = true;
        }
        lease().ifPresent(Lease::cancel);
    }

    @Override
    public Hearing say(long number, Speech speech) {
        return lease().map(present -> present.say(number, speech)).orElse(Hearing.LATER);
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** A worker has it, and hears what was asked for meanwhile. */
    void passOn(Lease taken) {
        boolean late;
        synchronized (this) {
            lease = taken;
            late = cancelled;
        }
        if (late) {
            taken.cancel();
        }
    }

    private synchronized Optional<Lease> lease() {
        return Optional.ofNullable(lease);
    }
}
