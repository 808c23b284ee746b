package freehold.worker.bundle;

/** Told what goes on, from the thread that works. */
public interface Progress {
    /** What is being done. */
    enum Stage {
        FETCH,
        UNPACK,
        FIX,
        SAVE
    }

    /**
     * Called before each piece of work and at the end of a stage.
     *
     * @param what name of the piece, such as a package
     * @param done bytes of the stage that are done, by the sizes that the lock promises
     * @param all bytes of the whole stage, 0 where nobody knows
     */
    void at(Stage stage, String what, long done, long all);
}
