package freehold.control.tenancy;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a key may be for. */
public enum Right {
    /** Start, cancel and erase executions, store content. */
    RUN,
    /** See executions, events, artifacts and runtimes. */
    READ,
    /** Read the metrics of the whole server. */
    METRICS,
    /** Change the policies of the whole server, and who has which. Never had without being named. */
    POLICY;

    /** Those of a key that names none. */
    public static Set<Right> usual() {
        return EnumSet.complementOf(EnumSet.of(POLICY));
    }

    /** As in the key file: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
