package freehold.wire.api;

import freehold.tenant.KeyId;
import freehold.tenant.Rate;
import freehold.tenant.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Writes keys as the API shows them: the secret once, when it was made, and never its digest. */
public final class KeyWriter {
    private KeyWriter() {}

    /**
     * One key.
     *
     * @param tenantName what people call its tenant, if it is kept here
     * @param formerUntil until when the secret that the last rotation replaced counts
     */
    public record Shown(
            KeyId id,
            TenantId tenant,
            Optional<String> tenantName,
            String name,
            String role,
            Collection<String> rights,
            Optional<Rate> rate,
            String state,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> revokedAt,
            Optional<Instant> formerUntil,
            Optional<Instant> lastUsed) {}

    public static byte[] one(Shown key) {
        return JsonText.of(json -> write(json, key, Optional.empty()));
    }

    /** With its secret, which is told this once. */
    public static byte[] made(Shown key, String secret) {
        return JsonText.of(json -> write(json, key, Optional.of(secret)));
    }

    public static byte[] page(List<Shown> keys, Optional<String> next) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("items");
            keys.forEach(each -> write(json, each, Optional.empty()));
            json.writeEndArray();
            JsonText.text(json, "next", next);
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Shown key, Optional<String> secret) {
        json.writeStartObject();
        json.writeStringProperty("id", key.id().value());
        json.writeStringProperty("tenant", key.tenant().value());
        JsonText.text(json, "tenant_name", key.tenantName());
        json.writeStringProperty("name", key.name());
        json.writeStringProperty("role", key.role());
        json.writeArrayPropertyStart("rights");
        key.rights().stream().sorted().forEach(json::writeString);
        json.writeEndArray();
        RateJson.write(json, "rate", key.rate());
        json.writeStringProperty("state", key.state());
        json.writeStringProperty("created_at", JsonText.time(key.createdAt()));
        JsonText.text(json, "expires_at", key.expiresAt().map(JsonText::time));
        JsonText.text(json, "revoked_at", key.revokedAt().map(JsonText::time));
        JsonText.text(json, "former_until", key.formerUntil().map(JsonText::time));
        JsonText.text(json, "last_used_at", key.lastUsed().map(JsonText::time));
        secret.ifPresent(text -> json.writeStringProperty("secret", text));
        json.writeEndObject();
    }
}
