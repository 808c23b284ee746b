package freehold.control.tenancy;

import freehold.tenant.TenantId;
import java.util.Set;

/** Whoever proved to be allowed to ask. */
public record Caller(TenantId tenant, Set<Right> rights, Credential credential) {
    /** Whoever reaches a server that listens on loopback only and has no keys. */
    public static final Caller LOCAL = new Caller(TenantId.LOCAL, Set.of(Right.values()));

    /** Whoever asks for what the current thread does, while it answers them. */
    public static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

    public Caller {
        rights = Set.copyOf(rights);
    }

    /** One who is let in for being there. */
    public Caller(TenantId tenant, Set<Right> rights) {
        this(tenant, rights, new Credential.Presence());
    }

    /** The same, who proved it so. */
    public Caller by(Credential proof) {
        return new Caller(tenant, rights, proof);
    }

    /** As whom the ledger knows them: a key, a subject of another's tokens, or the tenant where nobody had to prove anything. */
    public String actor() {
        return credential instanceof Credential.Presence ? tenant.value() : credential.words();
    }

    public boolean may(Right right) {
        return rights.contains(right);
    }

    /** Whether what is another tenant's is theirs to see and change too. */
    public boolean mayForAnyTenant() {
        return rights.contains(Right.TENANTS);
    }
}
