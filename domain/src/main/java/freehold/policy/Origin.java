package freehold.policy;

import java.util.Locale;

/** Whose word decided. */
public enum Origin {
    REQUEST,
    POLICY,
    RUNTIME,
    SERVER;

    /** As on the wire: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
