package freehold.wire.api;

import freehold.quantity.Digest;
import java.util.Optional;

/** Digests as clients write them. */
public final class DigestText {
    private DigestText() {}

    /** Reads {@code sha256:…}; empty if the text has another form. */
    public static Optional<Digest> parse(String text) {
        try {
            return Optional.of(Digest.parse(text));
        } catch (IllegalArgumentException otherForm) {
            return Optional.empty();
        }
    }
}
