package freehold.wire.api;

import freehold.tenant.Rate;
import freehold.tenant.TenantId;
import java.util.Collection;
import java.util.Optional;

/** Writes who asks, as the server knows them. */
public final class MeWriter {
    private MeWriter() {}

    /**
     * Who asks.
     *
     * @param name of the tenant
     * @param kind of what they proved it by: {@code none}, {@code key_file}, {@code key}, {@code token}
     * @param subject the id of a key, or whom a token names; empty for others
     * @param rate that holds for all callers of the tenant together
     */
    public record Me(
            TenantId tenant,
            String name,
            Collection<String> rights,
            String kind,
            Optional<String> subject,
            Rate rate,
            Optional<Rate> keyRate) {}

    public static byte[] of(Me me) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeObjectPropertyStart("tenant");
            json.writeStringProperty("id", me.tenant().value());
            json.writeStringProperty("name", me.name());
            json.writeEndObject();
            json.writeArrayPropertyStart("rights");
            me.rights().stream().sorted().forEach(json::writeString);
            json.writeEndArray();
            json.writeObjectPropertyStart("credential");
            json.writeStringProperty("kind", me.kind());
            JsonText.text(json, "subject", me.subject());
            json.writeEndObject();
            RateJson.write(json, "rate", Optional.of(me.rate()));
            RateJson.write(json, "key_rate", me.keyRate());
            json.writeEndObject();
        });
    }
}
