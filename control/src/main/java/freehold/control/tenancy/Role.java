package freehold.control.tenancy;

import static freehold.control.tenancy.Right.AUDIT;
import static freehold.control.tenancy.Right.KEYS;
import static freehold.control.tenancy.Right.METRICS;
import static freehold.control.tenancy.Right.OPERATE;
import static freehold.control.tenancy.Right.POLICY;
import static freehold.control.tenancy.Right.READ;
import static freehold.control.tenancy.Right.RUN;
import static freehold.control.tenancy.Right.SECRETS;
import static freehold.control.tenancy.Right.TENANTS;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a key is for, as a set of rights. This table is all there is to roles: code asks for rights alone. */
public enum Role {
    /** Runs the server, for all tenants. Only of the tenant {@code local}, which cannot be deleted. */
    OPERATOR(RUN, READ, METRICS, KEYS, TENANTS, AUDIT, POLICY, SECRETS, OPERATE),
    /** Runs one tenant. */
    TENANT_ADMIN(RUN, READ, KEYS, AUDIT, SECRETS),
    /** Runs programs. */
    RUNNER(RUN, READ),
    /** Sees, and changes nothing. */
    AUDITOR(READ, AUDIT);

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<Right> rights;

    Role(Right... rights) {
        this.rights = Set.of(rights);
    }

    public Set<Right> rights() {
        return rights;
    }

    /** As on the wire and the command line: {@code tenant-admin}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one that has this label. */
    public static Optional<Role> of(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst();
    }
}
