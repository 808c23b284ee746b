package freehold.control.record;

/** Storage did not confirm a write, or could not be read. */
public final class RecordUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RecordUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
