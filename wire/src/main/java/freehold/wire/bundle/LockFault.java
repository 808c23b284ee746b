package freehold.wire.bundle;

/** A lockfile that cannot be read; the message names the place and what was expected there. */
public final class LockFault extends RuntimeException {
    public LockFault(String message) {
        super(message);
    }
}
