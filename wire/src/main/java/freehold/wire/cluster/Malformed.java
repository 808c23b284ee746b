package freehold.wire.cluster;

/** A message that is not one. */
public final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    public Malformed(String message) {
        super(message);
    }
}
