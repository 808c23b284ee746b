package freehold.wire.api;

import freehold.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Writes tenants. */
public final class TenantWriter {
    private TenantWriter() {}

    public static byte[] one(Tenant tenant) {
        return JsonText.of(json -> write(json, tenant));
    }

    public static byte[] page(List<Tenant> tenants, Optional<String> next) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("items");
            tenants.forEach(each -> write(json, each));
            json.writeEndArray();
            JsonText.text(json, "next", next);
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Tenant tenant) {
        json.writeStartObject();
        json.writeStringProperty("id", tenant.id().value());
        json.writeStringProperty("name", tenant.name());
        json.writeStringProperty("state", tenant.state().label());
        RateJson.write(json, "rate", tenant.rate());
        json.writeStringProperty("created_at", JsonText.time(tenant.createdAt()));
        json.writeEndObject();
    }
}
