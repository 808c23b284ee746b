package freehold.cli.run;

/** How one connection of a conversation came to its end. */
sealed interface Parting {
    /**
     * The execution has ended, and all of it was told.
     *
     * @param execution as the event of the end has it, in JSON
     */
    record Finished(String execution) implements Parting {}

    /** The caller left. */
    record Left() implements Parting {}

    /** The server ended it for a reason that stays, and gave it. */
    record Dismissed(String reason) implements Parting {}

    /** It broke, or the server ended it for now. */
    record Broken(String why) implements Parting {}
}
