package freehold.control.vault;

/** The key that some content was sealed with is not there any more; neither, by that, is the content. */
public final class KeyDestroyed extends Unopenable {
    private static final long serialVersionUID = 1;

    public KeyDestroyed(String message) {
        super(message);
    }
}
