package freehold.cli;

/** A command that cannot go on, with a sentence for whoever called it. Caught once, at the door. */
public final class Declined extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    /**
     * Declines.
     *
     * @param status one of {@link ExitStatus}
     * @param sentence what is wrong, and what to do
     */
    public Declined(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    /** The exit status of the command. */
    public int status() {
        return status;
    }
}
