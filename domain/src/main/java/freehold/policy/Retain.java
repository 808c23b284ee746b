package freehold.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much is kept of an execution after its end, besides what it used and how it ended. From most to least. */
public enum Retain {
    /** Everything: source, input, output and artifacts. */
    FULL,
    /** Digests of them, and the paths and sizes of artifacts; no content. */
    DIGEST,
    /** Neither content nor digests of it. */
    NONE;

    /** As on the wire: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that has this label. */
    public static Optional<Retain> of(String label) {
        return Arrays.stream(values())
                .filter(each -> each.label().equals(label))
                .findFirst();
    }

    public boolean isMoreThan(Retain other) {
        return compareTo(other) < 0;
    }
}
