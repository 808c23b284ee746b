package freehold.control.vault;

/** Stored content is not what was sealed there: somebody changed it, or put it in another's place. Says nothing of what it was. */
public final class SealBroken extends Unopenable {
    private static final long serialVersionUID = 1;

    public SealBroken(String message) {
        super(message);
    }
}
