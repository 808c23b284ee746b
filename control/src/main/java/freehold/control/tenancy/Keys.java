package freehold.control.tenancy;

import freehold.control.record.RecordUnavailable;
import freehold.refusal.Conflict;
import freehold.refusal.FieldFault;
import freehold.refusal.Forbidden;
import freehold.refusal.Invalid;
import freehold.refusal.NotFound;
import freehold.refusal.Refusal;
import freehold.tenant.KeyId;
import freehold.tenant.Rate;
import freehold.tenant.Tenant;
import freehold.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What an administrator does with keys: a tenant's own with the tenant's, an operator with any. */
public final class Keys {
    public static final Duration GRACE_DEFAULT = Duration.ofDays(1);
    public static final Duration GRACE_MAX = Duration.ofDays(30);

    private static final Refusal OVER =
            new Conflict("This key is expired or revoked, and cannot be rotated", "Create another");

    private final Directory directory;
    private final Tenants tenants;
    private final IdSource ids;
    private final Acts acts;

    /** What a new key shall be. */
    public record Wish(
            Optional<String> tenant,
            String name,
            Role role,
            Optional<Set<Right>> rights,
            Optional<Rate> rate,
            Optional<Instant> expiresAt) {}

    /** A key with its secret, which nobody can find out again. */
    public record Made(ApiKey key, KeySecret secret) {}

    public Keys(Directory directory, Tenants tenants, IdSource ids, Acts acts) {
        this.directory = directory;
        this.tenants = tenants;
        this.ids = ids;
        this.acts = acts;
    }

    public Attempt<Made> create(Caller caller, Wish wish) {
        Optional<Tenant> tenant =
                tenants.visible(caller, wish.tenant().orElse(caller.tenant().value()));
        if (tenant.isEmpty()) {
            return Attempt.declined(new NotFound(NotFound.Thing.TENANT));
        }
        Set<Right> rights = wish.rights().orElse(wish.role().rights());
        Optional<Refusal> refusal = refusal(caller, tenant.get().id(), wish, rights);
        if (refusal.isPresent()) {
            return Attempt.declined(refusal.get());
        }
        KeyId id = ids.key();
        KeySecret secret = KeySecret.make(id, ids.random());
        ApiKey key = new ApiKey(
                id,
                tenant.get().id(),
                wish.name(),
                wish.role(),
                rights,
                wish.rate(),
                secret.digest(),
                Optional.empty(),
                now(),
                wish.expiresAt(),
                Optional.empty(),
                Optional.empty());
        Act act = act(Act.Kind.KEY_CREATED, caller, key);
        return switch (RecordUnavailable.joined(directory.telling(act).enter(key))) {
            case DONE -> {
                acts.done(act);
                yield Attempt.done(new Made(key, secret));
            }
            case FULL ->
                Attempt.declined(new Conflict(
                        "This tenant has " + Directory.KEYS_OF_TENANT_MAX
                                + " keys, those that were revoked among them, and may have no more",
                        "Rotate one instead"));
            case TAKEN, ORPHANED -> Attempt.declined(new NotFound(NotFound.Thing.TENANT));
        };
    }

    private Optional<Refusal> refusal(Caller caller, TenantId tenant, Wish wish, Set<Right> rights) {
        if (!wish.role().rights().containsAll(rights)) {
            return invalid(
                    "#/rights",
                    "must be some of those of the role " + wish.role().label() + ": "
                            + labels(wish.role().rights()));
        }
        Set<Right> beyond = new TreeSet<>(rights);
        beyond.removeAll(caller.rights());
        if (!beyond.isEmpty()) {
            return Optional.of(new Forbidden(
                    "A key cannot give rights that it lacks: " + labels(beyond),
                    "Leave them out of rights, or use a key that has them"));
        }
        if (wish.role() == Role.OPERATOR && !tenant.equals(TenantId.LOCAL)) {
            return invalid("#/tenant", "must be local, the server's own, for an operator's key");
        }
        if (wish.expiresAt().filter(at -> !at.isAfter(now())).isPresent()) {
            return invalid("#/expires_at", "must be later than now");
        }
        if (wish.role() != Role.OPERATOR
                && !directory.hasKeys()
                && caller.credential() instanceof Credential.Presence) {
            return Optional.of(new Conflict(
                    "The first key of a server must be an operator's, for from then on nobody is let in without one",
                    "Create it with the role operator, and this one by it"));
        }
        return Optional.empty();
    }

    /** As far as the caller may see it. */
    public Optional<ApiKey> find(Caller caller, KeyId id) {
        return directory
                .key(id)
                .map(Directory.Held::key)
                .filter(key -> caller.mayForAnyTenant() || key.tenant().equals(caller.tenant()));
    }

    /**
     * Newest first.
     *
     * @param tenant by id or name; without, the caller's own, or all there are for who may see them
     */
    public Attempt<List<ApiKey>> list(Caller caller, Optional<String> tenant, Optional<KeyId> before, int most) {
        if (tenant.isEmpty()) {
            Optional<TenantId> own = caller.mayForAnyTenant() ? Optional.empty() : Optional.of(caller.tenant());
            return Attempt.done(directory.keys(own, before, most));
        }
        return tenants.visible(caller, tenant.get())
                .map(found -> Attempt.done(directory.keys(Optional.of(found.id()), before, most)))
                .orElseGet(() -> Attempt.declined(new NotFound(NotFound.Thing.TENANT)));
    }

    /** Gives it another secret; the one it had counts for the grace besides. */
    public Attempt<Made> rotate(Caller caller, KeyId id, Duration grace) {
        Optional<ApiKey> found = find(caller, id);
        if (found.isEmpty()) {
            return Attempt.declined(new NotFound(NotFound.Thing.KEY));
        }
        Optional<Refusal> refusal = above(caller, found.get());
        if (refusal.isPresent()) {
            return Attempt.declined(refusal.get());
        }
        if (!found.get().isLive(now())) {
            return Attempt.declined(OVER);
        }
        KeySecret secret = KeySecret.make(id, ids.random());
        Act act = act(Act.Kind.KEY_ROTATED, caller, found.get());
        if (!RecordUnavailable.joined(directory.telling(act).rotate(id, secret.digest(), now().plus(grace)))) {
            return Attempt.declined(OVER);
        }
        acts.done(act);
        return find(caller, id)
                .map(key -> Attempt.done(new Made(key, secret)))
                .orElseGet(() -> Attempt.declined(new NotFound(NotFound.Thing.KEY)));
    }

    /** When this returns, nobody gets in by it. */
    public Attempt<KeyId> revoke(Caller caller, KeyId id) {
        Optional<ApiKey> found = find(caller, id);
        if (found.isEmpty()) {
            return Attempt.declined(new NotFound(NotFound.Thing.KEY));
        }
        Optional<Refusal> refusal = above(caller, found.get());
        if (refusal.isPresent()) {
            return Attempt.declined(refusal.get());
        }
        Act act = act(Act.Kind.KEY_REVOKED, caller, found.get());
        if (!RecordUnavailable.joined(directory.telling(act).revoke(id, now()))) {
            return Attempt.declined(new NotFound(NotFound.Thing.KEY));
        }
        acts.done(act);
        return Attempt.done(id);
    }

    /** A secret of a key is as good as the key: whoever may less must not come by it, nor take it away. */
    private static Optional<Refusal> above(Caller caller, ApiKey key) {
        Set<Right> beyond = new TreeSet<>(key.rights());
        beyond.removeAll(caller.rights());
        return beyond.isEmpty()
                ? Optional.empty()
                : Optional.of(new Forbidden(
                        "The key has rights that yours lacks: " + labels(beyond), "Use a key that has them too"));
    }

    private Act act(Act.Kind kind, Caller caller, ApiKey key) {
        return new Act(kind, caller, key.tenant(), key.id().value(), now());
    }

    private Instant now() {
        return ids.clock().instant();
    }

    private static String labels(Set<Right> rights) {
        return String.join(", ", rights.stream().map(Right::label).sorted().toList());
    }

    private static Optional<Refusal> invalid(String pointer, String detail) {
        return Optional.of(new Invalid(List.of(new FieldFault(pointer, detail))));
    }
}
