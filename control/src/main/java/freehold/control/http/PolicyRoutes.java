package freehold.control.http;

import freehold.control.admission.Trial;
import freehold.control.policy.Inspection;
import freehold.control.policy.Policies;
import freehold.control.policy.Policies.Listed;
import freehold.control.policy.PolicyStore.Version;
import freehold.control.policy.Rulebook;
import freehold.control.policy.Telling;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.Right;
import freehold.policy.PolicyName;
import freehold.quantity.Digest;
import freehold.refusal.FieldFault;
import freehold.refusal.Forbidden;
import freehold.refusal.Invalid;
import freehold.refusal.NotFound;
import freehold.refusal.Refusal;
import freehold.tenant.Tenant;
import freehold.tenant.TenantId;
import freehold.wire.api.PolicyDocument;
import freehold.wire.api.PolicyListing;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Policies over HTTP. Whoever may change them sees all; others see the one that is in force for them, and no other exists. */
final class PolicyRoutes {
    private static final String NAME = "name";
    private static final String TENANT = "tenant";
    private static final Refusal NONE = new NotFound(NotFound.Thing.POLICY);

    private final Policies policies;
    private final Trial trial;
    private final Explanations explanations;
    private final ApiServer.Identity identity;
    private final Body body;

    PolicyRoutes(Policies policies, Trial trial, Explanations explanations, ApiServer.Identity identity, Body body) {
        this.policies = policies;
        this.trial = trial;
        this.explanations = explanations;
        this.identity = identity;
        this.body = body;
    }

    void list(Context context, Caller caller) {
        List<Listed> seen = policies.list().stream()
                .filter(each -> isSeen(caller, each.rules()))
                .toList();
        Map<TenantId, Optional<String>> names = new HashMap<>(); // each is asked for once
        Replies.json(
                context,
                200,
                PolicyListing.list(
                        seen.stream().map(each -> item(caller, each, names)).toList()));
    }

    void one(Context context, Caller caller) {
        Optional<Listed> found = name(context).flatMap(policies::one).filter(each -> isSeen(caller, each.rules()));
        if (found.isEmpty()) {
            Replies.refusal(context, NONE);
            return;
        }
        Replies.json(
                context,
                200,
                PolicyListing.one(
                        item(caller, found.get(), new HashMap<>()),
                        found.get().version().document()));
    }

    void put(Context context, Caller caller) throws IOException {
        Optional<PolicyName> name = name(context);
        if (name.isEmpty()) {
            Replies.refusal(
                    context,
                    new Invalid(List.of(new FieldFault(
                            "#",
                            "The name of a policy begins with a letter and has at most 64 of a-z, 0-9, _ and -"))));
            return;
        }
        switch (body.document(context)) {
            case Body.Document.Declined(Refusal refusal) -> Replies.refusal(context, refusal);
            case Body.Document.Sent(PolicyDocument.Read read) -> {
                boolean isNew = policies.find(name.get()).isEmpty();
                switch (policies.put(name.get(), read, telling(context, caller, "policy.changed"))) {
                    case Policies.Put.Declined(Refusal refusal) -> Replies.refusal(context, refusal);
                    case Policies.Put.Kept(Version kept) -> {
                        Listed listed = policies.one(name.get()).orElseThrow();
                        context.header("Location", "/v1/policies/" + name.get());
                        Replies.json(
                                context,
                                isNew ? 201 : 200,
                                PolicyListing.one(item(caller, listed, new HashMap<>()), kept.document()));
                    }
                }
            }
        }
    }

    void remove(Context context, Caller caller) {
        changed(context, caller, "policy.removed", policies::remove);
    }

    void versions(Context context, Caller caller) {
        List<PolicyListing.Version> all = name(context).map(policies::versions).orElse(List.of()).stream()
                .map(this::version)
                .toList();
        if (all.isEmpty()) {
            Replies.refusal(context, NONE);
        } else {
            Replies.json(context, 200, PolicyListing.versions(all));
        }
    }

    void version(Context context, Caller caller) {
        Optional<Version> found =
                name(context).flatMap(name -> digest(context).flatMap(digest -> policies.version(name, digest)));
        if (found.isEmpty()) {
            Replies.refusal(context, new NotFound(NotFound.Thing.POLICY_VERSION));
        } else {
            Replies.json(
                    context,
                    200,
                    PolicyListing.version(version(found.get()), found.get().document()));
        }
    }

    void assign(Context context, Caller caller) {
        Optional<TenantId> tenant = tenant(context.pathParam(TENANT));
        Optional<Refusal> refusal = tenant.isEmpty() ? Optional.of(noTenant("#")) : nobody(tenant);
        if (refusal.isPresent()) {
            Replies.refusal(context, refusal.get());
        } else {
            changed(
                    context,
                    caller,
                    "policy.assigned",
                    (name, telling) -> policies.assign(tenant.get(), name, telling));
        }
    }

    void unassign(Context context, Caller caller) {
        tenant(context.pathParam(TENANT))
                .ifPresentOrElse(
                        tenant -> changed(
                                context,
                                caller,
                                "policy.taken",
                                (name, telling) -> policies.unassign(tenant, name, telling)),
                        () -> Replies.refusal(context, noTenant("#")));
    }

    void makeDefault(Context context, Caller caller) {
        changed(context, caller, "policy.made_default", policies::makeStandard);
    }

    void dropDefault(Context context, Caller caller) {
        changed(context, caller, "policy.dropped_as_default", policies::dropStandard);
    }

    void explain(Context context, Caller caller, Parameters parameters) throws IOException {
        Optional<TenantId> tenant = parameters.tenant().flatMap(this::tenant);
        Optional<Rulebook> rules = name(context).flatMap(policies::find).filter(each -> isSeen(caller, each));
        Optional<Refusal> refusal = parameters
                .refusal()
                .or(() -> parameters.tenant().isPresent() && tenant.isEmpty()
                        ? Optional.of(noTenant("#/tenant"))
                        : Optional.empty())
                .or(() -> rules.isEmpty() ? Optional.of(NONE) : Optional.empty())
                .or(() -> stranger(caller, tenant))
                .or(() -> nobody(tenant));
        if (refusal.isPresent()) {
            Replies.refusal(context, refusal.get());
            return;
        }
        switch (body.read(context)) {
            case Body.Read.Declined(Refusal declined) -> Replies.refusal(context, declined);
            case Body.Read.Whole(byte[] bytes) ->
                explanations.answer(context, tenant.orElse(caller.tenant()), rules.orElseThrow(), bytes);
        }
    }

    void tryOut(Context context, Caller caller, Parameters parameters) throws IOException {
        Optional<TenantId> tenant =
                tenant(parameters.tenant().orElse(caller.tenant().value()));
        int most = parameters.pageSize();
        Optional<PolicyName> name = name(context);
        Optional<Refusal> refusal = parameters
                .refusal()
                .or(() -> tenant.isEmpty() ? Optional.of(noTenant("#/tenant")) : Optional.empty())
                .or(() -> nobody(tenant))
                .or(() -> name.isEmpty() ? Optional.of(NONE) : Optional.empty());
        if (refusal.isPresent()) {
            Replies.refusal(context, refusal.get());
            return;
        }
        switch (body.document(context)) {
            case Body.Document.Declined(Refusal declined) -> Replies.refusal(context, declined);
            case Body.Document.Sent(PolicyDocument.Read read) -> {
                switch (policies.inspect(name.orElseThrow(), read)) {
                    case Inspection.Finding.Unsound(Refusal unsound) -> Replies.refusal(context, unsound);
                    case Inspection.Finding.Sound(Rulebook rules, var _) ->
                        Replies.json(context, 200, Explanations.bytes(trial.run(tenant.orElseThrow(), rules, most)));
                }
            }
        }
    }

    private interface Change {
        Optional<Refusal> make(PolicyName name, Telling telling);
    }

    private void changed(Context context, Caller caller, String action, Change change) {
        Optional<Refusal> refusal = name(context)
                .map(name -> change.make(name, telling(context, caller, action)))
                .orElse(Optional.of(NONE));
        if (refusal.isPresent()) {
            Replies.refusal(context, refusal.get());
        } else {
            context.status(204);
        }
    }

    private static Telling telling(Context context, Caller caller, String action) {
        return new Telling(caller.tenant(), caller.actor(), action, object(context), Optional.of(context.ip()));
    }

    /** The policy, and the tenant that was given or lost it. */
    private static String object(Context context) {
        String tenant = context.pathParamMap().get(TENANT);
        return tenant == null ? context.pathParam(NAME) : context.pathParam(NAME) + " of " + tenant;
    }

    private boolean isSeen(Caller caller, Rulebook rules) {
        return caller.may(Right.POLICY)
                || policies.inForce(caller.tenant()).map(Rulebook::identity).equals(Optional.of(rules.identity()));
    }

    private static Optional<Refusal> stranger(Caller caller, Optional<TenantId> asked) {
        return asked.filter(tenant -> !tenant.equals(caller.tenant()) && !caller.may(Right.POLICY))
                .map(_ -> new Forbidden(
                        "This key lacks the right policy, so it explains for its own tenant alone",
                        "Leave ?tenant out, or use a key that has it"));
    }

    /** Who else has a policy is told to nobody who cannot change it. */
    private PolicyListing.Item item(Caller caller, Listed listed, Map<TenantId, Optional<String>> names) {
        return new PolicyListing.Item(
                listed.version().identity(),
                listed.rules().policy().description(),
                listed.version().putAt(),
                listed.tenants().stream()
                        .filter(tenant -> caller.may(Right.POLICY) || tenant.equals(caller.tenant()))
                        .map(tenant -> new PolicyListing.Owner(
                                tenant, names.computeIfAbsent(tenant, identity.tenants()::name)))
                        .toList(),
                listed.standard());
    }

    private PolicyListing.Version version(Version version) {
        boolean newest = policies.find(version.identity().name())
                .map(Rulebook::identity)
                .equals(Optional.of(version.identity()));
        return new PolicyListing.Version(version.identity(), version.putAt(), newest);
    }

    private static Optional<PolicyName> name(Context context) {
        return wellFormed(context.pathParam(NAME), PolicyName::new);
    }

    private static Optional<Digest> digest(Context context) {
        return wellFormed(context.pathParam("digest"), Digest::parse);
    }

    /** One that the server keeps, by id or name; else one of the key file, who is there as soon as a line names them. */
    private Optional<TenantId> tenant(String text) {
        return identity.tenants().find(text).map(Tenant::id).or(() -> wellFormed(text, TenantId::new));
    }

    /** A slip in a name would leave its tenant unlimited, or be told that nothing changes for it. */
    private Optional<Refusal> nobody(Optional<TenantId> named) {
        return named.filter(tenant -> !identity.callers().mayActFor(tenant))
                .map(_ -> new NotFound(NotFound.Thing.TENANT));
    }

    private static <T> Optional<T> wellFormed(String text, Function<String, T> reading) {
        try {
            return Optional.of(reading.apply(text));
        } catch (IllegalArgumentException wrong) {
            return Optional.empty();
        }
    }

    private static Refusal noTenant(String pointer) {
        return new Invalid(List.of(new FieldFault(
                pointer, "The name of a tenant begins with a letter and has at most 64 of a-z, 0-9, _ and -")));
    }
}
