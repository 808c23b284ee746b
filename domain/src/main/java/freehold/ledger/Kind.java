package freehold.ledger;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a line is about. */
public enum Kind {
    /** An execution that has ended. */
    RECEIPT,
    /** What somebody did. */
    ACT;

    /** As on the wire and in the hash: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> of(String label) {
        return Arrays.stream(values())
                .filter(each -> each.label().equals(label))
                .findFirst();
    }
}
