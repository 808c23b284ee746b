package freehold.wire.bus;

/** Nobody answered, or not in time. */
public final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1;

    public NoAnswer(String subject) {
        super("no answer from " + subject);
    }
}
