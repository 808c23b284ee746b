package freehold.cli.run;

/** What became of a request. */
sealed interface Ended {
    /**
     * It ran, or failed to.
     *
     * @param json the execution object of the API
     */
    @SuppressWarnings("ArrayRecordComponent") // printed once, compared by nobody
    record Finished(Summary summary, byte[] json) implements Ended {}

    /**
     * It was declined.
     *
     * @param status of the command
     * @param sentence for people
     */
    record Refused(int status, String sentence) implements Ended {}
}
