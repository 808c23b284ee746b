package freehold.control.vault;

/** The master key that stored keys were wrapped by is not there, or cannot be used. */
public final class MasterKeyMissing extends Unopenable {
    private static final long serialVersionUID = 1;

    public MasterKeyMissing(String message) {
        super(message);
    }
}
