package freehold.control.tenancy;

import freehold.control.record.RecordUnavailable;
import freehold.control.tenancy.Directory.Entering;
import freehold.refusal.Conflict;
import freehold.refusal.NotFound;
import freehold.refusal.Refusal;
import freehold.tenant.Rate;
import freehold.tenant.Tenant;
import freehold.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** What an operator does with tenants. Whoever calls has been found to have {@link Right#TENANTS}, but for {@link #visible}. */
public final class Tenants {
    private final Directory directory;
    private final Content content;
    private final IdSource ids;
    private final Acts acts;

    /** All that was kept for a tenant besides its name and keys. */
    @FunctionalInterface
    public interface Content {
        /**
         * Erases it. May be repeated.
         *
         * @return why it could not
         */
        Optional<Refusal> erase(TenantId tenant);
    }

    /** The directory gets the tenant {@code local}, if it has not got it yet. */
    public Tenants(Directory directory, Content content, IdSource ids, Acts acts) {
        this.directory = directory;
        this.content = content;
        this.ids = ids;
        this.acts = acts;
        if (directory.tenant(TenantId.LOCAL).isEmpty()) {
            Entering _ = RecordUnavailable.joined(
                    directory.enter(of(TenantId.LOCAL, TenantId.LOCAL.value(), Optional.empty())));
        }
    }

    /** By id or name. */
    public Optional<Tenant> find(String idOrName) {
        Optional<Tenant> byId = TenantId.isOne(idOrName) ? directory.tenant(new TenantId(idOrName)) : Optional.empty();
        return byId.or(() -> Tenant.isName(idOrName) ? directory.tenantNamed(idOrName) : Optional.empty());
    }

    /** The same, as far as the caller may know of it. */
    public Optional<Tenant> visible(Caller caller, String idOrName) {
        return find(idOrName)
                .filter(tenant -> caller.mayForAnyTenant() || tenant.id().equals(caller.tenant()));
    }

    /** What people call it; empty for one that is not kept here, or no more. */
    public Optional<String> name(TenantId id) {
        return directory.tenant(id).map(Tenant::name);
    }

    public List<Tenant> list(Optional<TenantId> before, int most) {
        return directory.tenants(before, most);
    }

    public Attempt<Tenant> create(Caller caller, String name, Optional<Rate> rate) {
        Tenant tenant = of(ids.tenant(), name, rate);
        Act act = act(Act.Kind.TENANT_CREATED, caller, tenant);
        return entered(directory.telling(act).enter(tenant), tenant, act);
    }

    /** Changes what is given and leaves the rest. */
    public Attempt<Tenant> change(Caller caller, String idOrName, UnaryOperator<Tenant> change) {
        Optional<Tenant> found = find(idOrName);
        if (found.isEmpty()) {
            return absent();
        }
        Tenant changed = change.apply(found.get());
        if (isLocal(changed) && !changed.name().equals(found.get().name())) {
            return Attempt.declined(new Conflict(
                    "The tenant local is the server's own and keeps its name",
                    "Create another tenant for another name"));
        }
        return changed(caller, changed, change, Act.Kind.TENANT_CHANGED);
    }

    /** Its callers are not let in from when this returns; what runs goes on. */
    public Attempt<Tenant> suspend(Caller caller, String idOrName) {
        return in(caller, idOrName, Tenant.State.SUSPENDED, Act.Kind.TENANT_SUSPENDED);
    }

    public Attempt<Tenant> resume(Caller caller, String idOrName) {
        return in(caller, idOrName, Tenant.State.ACTIVE, Act.Kind.TENANT_RESUMED);
    }

    private Attempt<Tenant> in(Caller caller, String idOrName, Tenant.State state, Act.Kind kind) {
        Optional<Tenant> found = find(idOrName);
        if (found.isEmpty()) {
            return absent();
        }
        if (isLocal(found.get())) {
            return Attempt.declined(new Conflict(
                    "The tenant local is the server's own, and its keys are the operators'; it cannot be suspended",
                    "Revoke those of its keys that are not to be used"));
        }
        return changed(caller, found.get(), tenant -> tenant.in(state), kind);
    }

    private Attempt<Tenant> changed(Caller caller, Tenant tenant, UnaryOperator<Tenant> change, Act.Kind kind) {
        Act act = act(kind, caller, tenant);
        return switch (entered(directory.telling(act).change(tenant.id(), change), tenant, act)) {
            case Attempt.Declined<Tenant> declined -> declined;
            case Attempt.Done<Tenant> _ ->
                directory.tenant(tenant.id()).map(Attempt::done).orElseGet(Tenants::absent);
        };
    }

    /** Only one that is suspended: by then nothing new comes, and a slip can be taken back. */
    public Attempt<TenantId> delete(Caller caller, String idOrName) {
        Optional<Tenant> found = find(idOrName);
        if (found.isEmpty()) {
            return absent();
        }
        Tenant tenant = found.get();
        if (isLocal(tenant)) {
            return Attempt.declined(new Conflict(
                    "The tenant local is the server's own and cannot be deleted", "Erase its executions one by one"));
        }
        if (tenant.state() != Tenant.State.SUSPENDED) {
            return active();
        }
        boolean isSuspended = RecordUnavailable.joined(
                directory // asked again: it may have been resumed since
                        .telling(act(Act.Kind.TENANT_DELETING, caller, tenant))
                        .confirm(tenant.id(), Tenant.State.SUSPENDED));
        if (!isSuspended) {
            return directory.tenant(tenant.id()).isEmpty() ? absent() : active();
        }
        Optional<Refusal> why = content.erase(tenant.id());
        if (why.isPresent()) {
            return Attempt.declined(why.get());
        }
        Act act = act(Act.Kind.TENANT_DELETED, caller, tenant);
        if (!RecordUnavailable.joined(directory.telling(act).delete(tenant.id()))) {
            return absent();
        }
        acts.done(act);
        return Attempt.done(tenant.id());
    }

    private Act act(Act.Kind kind, Caller caller, Tenant tenant) {
        return new Act(
                kind, caller, tenant.id(), tenant.id().value(), ids.clock().instant());
    }

    private Attempt<Tenant> entered(CompletableFuture<Entering> entering, Tenant tenant, Act act) {
        return switch (RecordUnavailable.joined(entering)) {
            case DONE -> {
                acts.done(act);
                yield Attempt.done(tenant);
            }
            case TAKEN ->
                Attempt.declined(new Conflict(
                        "There is a tenant named " + tenant.name() + " already",
                        "Choose another name, or use that one"));
            case FULL ->
                Attempt.declined(new Conflict(
                        "There are " + Directory.TENANTS_MAX + " tenants, and a server has no more",
                        "Delete one that is not used"));
            case ORPHANED -> absent();
        };
    }

    private Tenant of(TenantId id, String name, Optional<Rate> rate) {
        return new Tenant(id, name, Tenant.State.ACTIVE, rate, ids.clock().instant());
    }

    private static boolean isLocal(Tenant tenant) {
        return tenant.id().equals(TenantId.LOCAL);
    }

    private static <T> Attempt<T> active() {
        return Attempt.declined(new Conflict(
                "This tenant is active, and only a suspended one can be deleted",
                "Suspend it first; what it has is erased with it"));
    }

    private static <T> Attempt<T> absent() {
        return Attempt.declined(new NotFound(NotFound.Thing.TENANT));
    }
}
