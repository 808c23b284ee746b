package freehold.wire.link;

/** An execution that a worker has. */
public interface Lease {
    /** Asks for the end of it; {@link Report.Finished} still comes. Repeating the call is safe. */
    void cancel();

    /**
     * Says something to the program of the run step; before that has begun, it waits. Returns soon, whether the program listens or not.
     * Repeating the call with the same number is safe, and has no second effect. Who says several things waits for the answer to each.
     *
     * @param number any that nothing else was said under
     */
    Hearing say(long number, Speech speech);
}
