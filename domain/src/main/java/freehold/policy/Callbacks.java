package freehold.policy;

import java.util.Locale;

/** Whether an execution may have its end told to a third party. */
public enum Callbacks {
    ALLOW,
    DENY;

    /** As in the document: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
