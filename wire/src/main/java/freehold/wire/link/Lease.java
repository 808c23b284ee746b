package freehold.wire.link;

/** An execution that a worker has. */
public interface Lease {
    /** Asks for the end of it; {@link Report.Finished} still comes. Repeating the call is safe. */
    void cancel();
}
