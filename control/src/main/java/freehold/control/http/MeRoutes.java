package freehold.control.http;

import freehold.control.tenancy.ApiKey;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.Credential;
import freehold.control.tenancy.Right;
import freehold.tenant.KeyId;
import freehold.tenant.Rate;
import freehold.tenant.Tenant;
import freehold.wire.api.MeWriter;
import io.javalin.http.Context;
import java.util.Optional;

/** Tells callers who they are here, and what they may. */
final class MeRoutes {
    private final ApiServer.Identity identity;

    MeRoutes(ApiServer.Identity identity) {
        this.identity = identity;
    }

    void answer(Context context, Caller caller) {
        Optional<Tenant> tenant = identity.tenants().find(caller.tenant().value());
        Replies.json(
                context,
                200,
                MeWriter.of(new MeWriter.Me(
                        caller.tenant(),
                        tenant.map(Tenant::name).orElse(caller.tenant().value()),
                        caller.rights().stream().map(Right::label).toList(),
                        kind(caller.credential()),
                        subject(caller.credential()),
                        tenant.flatMap(Tenant::rate).orElse(identity.rates().standard()),
                        keyRate(caller))));
    }

    private Optional<Rate> keyRate(Caller caller) {
        return caller.credential() instanceof Credential.StoredKey(KeyId id)
                ? identity.keys().find(caller, id).flatMap(ApiKey::rate)
                : Optional.empty();
    }

    private static String kind(Credential credential) {
        return switch (credential) {
            case Credential.Presence _ -> "none";
            case Credential.FileKey _ -> "key_file";
            case Credential.StoredKey _ -> "key";
            case Credential.AccessToken _ -> "token";
        };
    }

    private static Optional<String> subject(Credential credential) {
        return switch (credential) {
            case Credential.Presence _, Credential.FileKey _ -> Optional.empty();
            case Credential.StoredKey(KeyId id) -> Optional.of(id.value());
            case Credential.AccessToken(String _, String subject) -> Optional.of(subject);
        };
    }
}
