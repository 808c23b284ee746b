package freehold.control.vault;

/**
 * Something that is stored sealed cannot be opened. It concerns that one thing, or one tenant: whoever goes through what is stored of many
 * catches it at each, and goes on with the others.
 */
public abstract sealed class Unopenable extends RuntimeException permits SealBroken, KeyDestroyed, MasterKeyMissing {
    private static final long serialVersionUID = 1;

    Unopenable(String message) {
        super(message);
    }
}
