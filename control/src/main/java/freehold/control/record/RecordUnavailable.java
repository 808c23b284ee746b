package freehold.control.record;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Storage did not confirm a write, or could not be read. The write may be stored only where the answer of a database elsewhere was lost. */
public final class RecordUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RecordUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Waits for a write.
     *
     * @throws RecordUnavailable if the record did not confirm it
     */
    public static <T> T joined(CompletableFuture<T> write) {
        try {
            return write.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RecordUnavailable unavailable
                    ? unavailable
                    : new RecordUnavailable("The record did not confirm a write", failed);
        }
    }
}
