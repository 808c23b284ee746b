package freehold.control.http;

import freehold.control.tenancy.ApiKey;
import freehold.control.tenancy.Attempt;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.Keys;
import freehold.control.tenancy.Right;
import freehold.control.tenancy.Role;
import freehold.control.tenancy.Tenants;
import freehold.refusal.NotFound;
import freehold.refusal.Refusal;
import freehold.tenant.KeyId;
import freehold.tenant.TenantId;
import freehold.wire.api.KeyDecoder;
import freehold.wire.api.KeyWriter;
import freehold.wire.api.Parsed;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Keys over HTTP. A secret is in the answer that made it, which no cache may keep, and in no other. */
final class KeyRoutes {
    private static final Set<String> ROLES =
            Arrays.stream(Role.values()).map(Role::label).collect(Collectors.toSet());
    private static final Set<String> RIGHTS =
            Arrays.stream(Right.values()).map(Right::label).collect(Collectors.toSet());

    private final Keys keys;
    private final Tenants tenants;
    private final Body body;
    private final InstantSource clock;

    KeyRoutes(Keys keys, Tenants tenants, Body body, InstantSource clock) {
        this.keys = keys;
        this.tenants = tenants;
        this.body = body;
        this.clock = clock;
    }

    void create(Context context, Caller caller) throws IOException {
        switch (body.read(context)) {
            case Body.Read.Declined(Refusal refusal) -> Replies.refusal(context, refusal);
            case Body.Read.Whole(byte[] bytes) -> {
                switch (KeyDecoder.whole(bytes, ROLES, RIGHTS)) {
                    case Parsed.Declined<KeyDecoder.Form>(Refusal refusal) -> Replies.refusal(context, refusal);
                    case Parsed.Understood<KeyDecoder.Form>(KeyDecoder.Form form) ->
                        made(context, 201, keys.create(caller, wish(form)));
                }
            }
        }
    }

    private static Keys.Wish wish(KeyDecoder.Form form) {
        return new Keys.Wish(
                form.tenant(),
                form.name(),
                Role.of(form.role()).orElseThrow(),
                form.rights()
                        .map(labels -> labels.stream()
                                .map(label -> Right.of(label).orElseThrow())
                                .collect(Collectors.toSet())),
                form.rate(),
                form.expiresAt());
    }

    void list(Context context, Caller caller, Parameters parameters) {
        Optional<String> tenant = parameters.tenant();
        Optional<KeyId> before = parameters.keyCursor();
        int size = parameters.pageSize();
        if (parameters.refusal().isPresent()) {
            Replies.refusal(context, parameters.refusal().get());
            return;
        }
        switch (keys.list(caller, tenant, before, size + 1)) {
            case Attempt.Declined<List<ApiKey>>(Refusal refusal) -> Replies.refusal(context, refusal);
            case Attempt.Done<List<ApiKey>>(List<ApiKey> found) -> {
                List<ApiKey> page = found.subList(0, Math.min(size, found.size()));
                Optional<String> next =
                        found.size() > size ? Optional.of(page.getLast().id().value()) : Optional.empty();
                Map<TenantId, Optional<String>> names = new HashMap<>();
                Replies.json(
                        context,
                        200,
                        KeyWriter.page(
                                page.stream()
                                        .map(key -> shown(key, names.computeIfAbsent(key.tenant(), tenants::name)))
                                        .toList(),
                                next));
            }
        }
    }

    void one(Context context, Caller caller) {
        Optional<ApiKey> found = id(context).flatMap(id -> keys.find(caller, id));
        if (found.isPresent()) {
            Replies.json(context, 200, KeyWriter.one(shown(found.get())));
        } else {
            Replies.refusal(context, new NotFound(NotFound.Thing.KEY));
        }
    }

    /** Its body may be left out. */
    void rotate(Context context, Caller caller) throws IOException {
        Body.Read read = Body.type(context) == null && context.req().getContentLengthLong() <= 0
                ? new Body.Read.Whole(new byte[0])
                : body.read(context);
        switch (read) {
            case Body.Read.Declined(Refusal refusal) -> Replies.refusal(context, refusal);
            case Body.Read.Whole(byte[] bytes) -> {
                switch (KeyDecoder.grace(bytes, Keys.GRACE_DEFAULT, Keys.GRACE_MAX)) {
                    case Parsed.Declined<Duration>(Refusal refusal) -> Replies.refusal(context, refusal);
                    case Parsed.Understood<Duration>(Duration grace) ->
                        made(
                                context,
                                200,
                                id(context)
                                        .map(id -> keys.rotate(caller, id, grace))
                                        .orElseGet(() -> Attempt.declined(new NotFound(NotFound.Thing.KEY))));
                }
            }
        }
    }

    void revoke(Context context, Caller caller) {
        Attempt<KeyId> attempt = id(context)
                .map(id -> keys.revoke(caller, id))
                .orElseGet(() -> Attempt.declined(new NotFound(NotFound.Thing.KEY)));
        switch (attempt) {
            case Attempt.Done<KeyId> _ -> context.status(204);
            case Attempt.Declined<KeyId>(Refusal refusal) -> Replies.refusal(context, refusal);
        }
    }

    private void made(Context context, int status, Attempt<Keys.Made> attempt) {
        switch (attempt) {
            case Attempt.Declined<Keys.Made>(Refusal refusal) -> Replies.refusal(context, refusal);
            case Attempt.Done<Keys.Made>(Keys.Made made) -> {
                context.header("Cache-Control", "no-store");
                if (status == 201) {
                    context.header("Location", "/v1/keys/" + made.key().id());
                }
                Replies.json(
                        context,
                        status,
                        KeyWriter.made(shown(made.key()), made.secret().value()));
            }
        }
    }

    private static Optional<KeyId> id(Context context) {
        String text = context.pathParam("id");
        return KeyId.isOne(text) ? Optional.of(new KeyId(text)) : Optional.empty();
    }

    private KeyWriter.Shown shown(ApiKey key) {
        return shown(key, tenants.name(key.tenant()));
    }

    private KeyWriter.Shown shown(ApiKey key, Optional<String> tenantName) {
        Instant now = clock.instant();
        String state = key.isLive(now) ? "active" : key.revokedAt().isPresent() ? "revoked" : "expired";
        return new KeyWriter.Shown(
                key.id(),
                key.tenant(),
                tenantName,
                key.name(),
                key.role().label(),
                key.rights().stream().map(Right::label).toList(),
                key.rate(),
                state,
                key.createdAt(),
                key.expiresAt(),
                key.revokedAt(),
                key.former().map(ApiKey.Former::until).filter(now::isBefore),
                key.lastUsed());
    }
}
