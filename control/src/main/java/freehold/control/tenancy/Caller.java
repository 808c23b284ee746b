package freehold.control.tenancy;

import freehold.tenant.TenantId;
import java.util.Set;

/** Whoever proved to be allowed to ask. */
public record Caller(TenantId tenant, Set<Right> rights) {
    /** Whoever reaches a server that listens on loopback only and has no keys. */
    public static final Caller LOCAL = new Caller(TenantId.LOCAL, Set.of(Right.values()));

    /** Whoever asks for what the current thread does, while it answers them. */
    public static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

    public Caller {
        rights = Set.copyOf(rights);
    }

    public boolean may(Right right) {
        return rights.contains(right);
    }
}
