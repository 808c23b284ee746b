package freehold.control.tenancy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a caller may be allowed. Each path of the API needs one; see {@link Role} for who has which. */
public enum Right {
    /** Start, cancel and erase executions, store content. */
    RUN,
    /** See executions, events, artifacts and runtimes. */
    READ,
    /** Read the metrics of the whole server. */
    METRICS,
    /** Make, see, rotate and revoke keys of one's own tenant. */
    KEYS,
    /** Make, change, suspend and delete tenants, and do with the keys of any what {@link #KEYS} allows with one's own. */
    TENANTS,
    /** Read the record of who did what. */
    AUDIT,
    /** Change the policies of the whole server, and who has which. */
    POLICY,
    /** Put and delete secrets of one's own tenant. */
    SECRETS,
    /** See the workers of a cluster, and take them out of service. */
    OPERATE;

    /** Those of a line of the key file that names none. Those that came later must be named: no key may grow by an upgrade. */
    public static Set<Right> usual() {
        return EnumSet.of(RUN, READ, METRICS);
    }

    /** As in the key file and on the wire: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that has this label. */
    public static Optional<Right> of(String label) {
        return Arrays.stream(values())
                .filter(right -> right.label().equals(label))
                .findFirst();
    }
}
