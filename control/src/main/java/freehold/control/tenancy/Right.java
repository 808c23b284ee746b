package freehold.control.tenancy;

import java.util.Locale;

/** What a key may be for. */
public enum Right {
    /** Start, cancel and erase executions, store content. */
    RUN,
    /** See executions, events, artifacts and runtimes. */
    READ,
    /** Read the metrics of the whole server. */
    METRICS,
    /** See the workers of a cluster, and take them out of service. */
    OPERATE;

    /** As in the key file: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
