package freehold.control.policy;

import freehold.control.policy.Inspection.Finding;
import freehold.control.policy.PolicyStore.Version;
import freehold.control.record.RecordUnavailable;
import freehold.policy.PolicyIdentity;
import freehold.policy.PolicyName;
import freehold.quantity.Digest;
import freehold.refusal.Conflict;
import freehold.refusal.NotFound;
import freehold.refusal.Refusal;
import freehold.tenant.TenantId;
import freehold.wire.api.PolicyDocument;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps policies, and tells which one is in force. Asking costs one read of a field and one or two of a map; a change is stored first,
 * then counts for every request that is decided after it.
 */
public final class Policies implements Rulebooks {
    private static final int NAMES_MAX = 1_000;

    private final PolicyStore store;
    private final Inspection inspection;
    private final InstantSource clock;
    private volatile Snapshot now;

    /** All that is in force at one moment. */
    private record Snapshot(
            Map<PolicyName, Rulebook> newest,
            Map<TenantId, PolicyName> assignments,
            Optional<PolicyName> standardName,
            Map<TenantId, Rulebook> own,
            Optional<Rulebook> standard) {}

    /**
     * Reads what is stored.
     *
     * @throws RecordUnavailable if a policy that is stored cannot be used, for then nobody could be judged by it
     */
    public Policies(PolicyStore store, Inspection inspection, InstantSource clock) {
        this.store = store;
        this.inspection = inspection;
        this.clock = clock;
        this.now = snapshot(Map.of());
    }

    /** A policy with who has it. */
    public record Listed(Version version, Rulebook rules, List<TenantId> tenants, boolean standard) {
        public Listed {
            tenants = List.copyOf(tenants);
        }
    }

    /** What came of handing in a document. */
    public sealed interface Put {
        record Kept(Version version) implements Put {}

        record Declined(Refusal refusal) implements Put {}
    }

    @Override
    public Optional<Rulebook> inForce(TenantId tenant) {
        Snapshot snapshot = now;
        Rulebook own = snapshot.own().get(tenant);
        return own != null ? Optional.of(own) : snapshot.standard();
    }

    @Override
    public Optional<Rulebook> granted(PolicyIdentity identity) {
        Rulebook newest = now.newest().get(identity.name());
        return newest != null && newest.identity().equals(identity)
                ? Optional.of(newest)
                : store.version(identity.name(), identity.digest()).map(this::ready);
    }

    /** The newest version of a name. */
    public Optional<Rulebook> find(PolicyName name) {
        return Optional.ofNullable(now.newest().get(name));
    }

    public Finding inspect(PolicyName name, PolicyDocument.Read document) {
        return inspection.inspect(name, document);
    }

    /** Stores a version, and in one step the line that says so. */
    public synchronized Put put(PolicyName name, PolicyDocument.Read document, Telling telling) {
        return switch (inspection.inspect(name, document)) {
            case Finding.Unsound(Refusal refusal) -> new Put.Declined(refusal);
            case Finding.Sound(Rulebook rules, byte[] canonical) -> {
                if (!now.newest().containsKey(name) && now.newest().size() >= NAMES_MAX) {
                    yield new Put.Declined(new Conflict(
                            "There are " + NAMES_MAX + " policies, and a server has no more",
                            "Remove one that nobody has"));
                }
                Version version =
                        new Version(rules.identity(), canonical, clock.instant().truncatedTo(ChronoUnit.MILLIS));
                telling(telling, digest(name), Optional.of(rules.identity().digest()))
                        .put(version);
                now = snapshot(Map.of(name, rules));
                yield new Put.Kept(version);
            }
        };
    }

    /** Takes a policy away that nobody has. As all changes do, it stores the line that says so in one step with the change. */
    public synchronized Optional<Refusal> remove(PolicyName name, Telling telling) {
        if (!now.newest().containsKey(name)) {
            return Optional.of(new NotFound(NotFound.Thing.POLICY));
        }
        if (now.assignments().containsValue(name) || now.standardName().equals(Optional.of(name))) {
            return Optional.of(new Conflict(
                    "This policy is in force for a tenant, or is the default",
                    "Give them another, or take it from them, first; GET /v1/policies/" + name + " says who has it"));
        }
        telling(telling, digest(name), Optional.empty()).remove(name);
        now = snapshot(Map.of());
        return Optional.empty();
    }

    public synchronized Optional<Refusal> assign(TenantId tenant, PolicyName name, Telling telling) {
        if (!now.newest().containsKey(name)) {
            return Optional.of(new NotFound(NotFound.Thing.POLICY));
        }
        unchanged(telling, name).assign(tenant, name);
        now = snapshot(Map.of());
        return Optional.empty();
    }

    /** Takes a policy from a tenant who has it. */
    public synchronized Optional<Refusal> unassign(TenantId tenant, PolicyName name, Telling telling) {
        if (!name.equals(now.assignments().get(tenant))) {
            return Optional.of(new NotFound(NotFound.Thing.ASSIGNMENT));
        }
        unchanged(telling, name).unassign(tenant);
        now = snapshot(Map.of());
        return Optional.empty();
    }

    /** Makes a policy the one of all who have none of their own. */
    public synchronized Optional<Refusal> makeStandard(PolicyName name, Telling telling) {
        if (!now.newest().containsKey(name)) {
            return Optional.of(new NotFound(NotFound.Thing.POLICY));
        }
        unchanged(telling, name).standard(Optional.of(name));
        now = snapshot(Map.of());
        return Optional.empty();
    }

    public synchronized Optional<Refusal> dropStandard(PolicyName name, Telling telling) {
        if (!now.standardName().equals(Optional.of(name))) {
            return Optional.of(new NotFound(NotFound.Thing.ASSIGNMENT));
        }
        unchanged(telling, name).standard(Optional.empty());
        now = snapshot(Map.of());
        return Optional.empty();
    }

    private Optional<Digest> digest(PolicyName name) {
        return find(name).map(rules -> rules.identity().digest());
    }

    /** For what changes who has a policy, and not what it says. */
    private PolicyStore unchanged(Telling telling, PolicyName name) {
        return telling(telling, digest(name), digest(name));
    }

    private PolicyStore telling(Telling telling, Optional<Digest> before, Optional<Digest> after) {
        return store.telling(telling.tenant(), telling.act(clock.instant(), before, after));
    }

    /**
     * Reads again what is stored, for other processes may have changed it.
     *
     * @throws RecordUnavailable if it cannot be read or used; then what was known stays in force
     */
    public synchronized void refresh() {
        now = snapshot(Map.of());
    }

    /** All, by name. */
    public List<Listed> list() {
        Snapshot snapshot = now;
        return store.newest().stream()
                .flatMap(version -> listed(snapshot, version).stream())
                .toList();
    }

    public Optional<Listed> one(PolicyName name) {
        Snapshot snapshot = now;
        return Optional.ofNullable(snapshot.newest().get(name))
                .flatMap(rules -> store.version(name, rules.identity().digest()))
                .flatMap(version -> listed(snapshot, version));
    }

    private static Optional<Listed> listed(Snapshot snapshot, Version version) {
        PolicyName name = version.identity().name();
        return Optional.ofNullable(snapshot.newest().get(name))
                .map(rules -> new Listed(
                        version,
                        rules,
                        snapshot.assignments().entrySet().stream()
                                .filter(each -> each.getValue().equals(name))
                                .map(Map.Entry::getKey)
                                .sorted((one, other) -> one.value().compareTo(other.value()))
                                .toList(),
                        snapshot.standardName().equals(Optional.of(name))));
    }

    public List<Version> versions(PolicyName name) {
        return store.versions(name);
    }

    public Optional<Version> version(PolicyName name, Digest digest) {
        return store.version(name, digest);
    }

    /** @param fresh just made ready, and stored */
    private Snapshot snapshot(Map<PolicyName, Rulebook> fresh) {
        Map<PolicyName, Rulebook> newest = new TreeMap<>();
        for (Version version : store.newest()) {
            PolicyName name = version.identity().name();
            Rulebook known = fresh.containsKey(name) || now == null
                    ? fresh.get(name)
                    : now.newest().get(name);
            newest.put(name, known != null && known.identity().equals(version.identity()) ? known : ready(version));
        }
        Map<TenantId, PolicyName> assignments = store.assignments();
        Map<TenantId, Rulebook> own = new HashMap<>();
        assignments.forEach((tenant, name) -> own.put(tenant, required(newest, name)));
        Optional<PolicyName> standard = store.standard();
        return new Snapshot(
                newest, assignments, standard, Map.copyOf(own), standard.map(name -> required(newest, name)));
    }

    private static Rulebook required(Map<PolicyName, Rulebook> newest, PolicyName name) {
        Rulebook rules = newest.get(name);
        if (rules == null) {
            throw unusable("The policy " + name + " is in force, and not stored");
        }
        return rules;
    }

    private Rulebook ready(Version version) {
        PolicyName name = version.identity().name();
        return switch (inspection.stored(name, PolicyDocument.json(version.document()))) {
            case Finding.Sound(Rulebook rules, var _) ->
                new Rulebook(version.identity(), rules.policy(), rules.checks());
            case Finding.Unsound(Refusal refusal) ->
                throw unusable("The policy " + name + " as it is stored cannot be used: " + refusal);
        };
    }

    private static RecordUnavailable unusable(String why) {
        return new RecordUnavailable(why, new IllegalStateException(why));
    }
}
