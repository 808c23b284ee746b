package freehold.wire.api;

import freehold.policy.PolicyIdentity;
import freehold.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Writes policies as the API shows them: with who has them, and their versions. */
public final class PolicyListing {
    private PolicyListing() {}

    /**
     * A policy and who has it.
     *
     * @param isDefault whether whoever has none of their own has this one
     */
    public record Item(
            PolicyIdentity identity, String description, Instant putAt, List<Owner> tenants, boolean isDefault) {
        public Item {
            tenants = List.copyOf(tenants);
        }
    }

    /**
     * A tenant that has a policy.
     *
     * @param name what people call it, if it is kept here
     */
    public record Owner(TenantId tenant, Optional<String> name) {}

    /** One version of a policy. */
    public record Version(PolicyIdentity identity, Instant putAt, boolean newest) {}

    public static byte[] list(List<Item> items) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("items");
            for (Item item : items) {
                json.writeStartObject();
                fields(json, item);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /**
     * A policy with its document.
     *
     * @param document canonical JSON
     */
    public static byte[] one(Item item, byte[] document) {
        return JsonText.of(json -> {
            json.writeStartObject();
            fields(json, item);
            document(json, document);
            json.writeEndObject();
        });
    }

    public static byte[] versions(List<Version> versions) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("items");
            for (Version version : versions) {
                json.writeStartObject();
                fields(json, version);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /**
     * A version with its document.
     *
     * @param document canonical JSON
     */
    public static byte[] version(Version version, byte[] document) {
        return JsonText.of(json -> {
            json.writeStartObject();
            fields(json, version);
            document(json, document);
            json.writeEndObject();
        });
    }

    private static void fields(JsonGenerator json, Item item) {
        identity(json, item.identity());
        json.writeStringProperty("description", item.description());
        json.writeStringProperty("put_at", JsonText.time(item.putAt()));
        json.writeArrayPropertyStart("tenants");
        item.tenants().forEach(each -> json.writeString(each.tenant().value()));
        json.writeEndArray();
        json.writeArrayPropertyStart("tenant_names");
        item.tenants().forEach(each -> each.name().ifPresentOrElse(json::writeString, json::writeNull));
        json.writeEndArray();
        json.writeBooleanProperty("default", item.isDefault());
    }

    private static void fields(JsonGenerator json, Version version) {
        identity(json, version.identity());
        json.writeStringProperty("put_at", JsonText.time(version.putAt()));
        json.writeBooleanProperty("newest", version.newest());
    }

    private static void identity(JsonGenerator json, PolicyIdentity identity) {
        json.writeStringProperty("name", identity.name().value());
        json.writeStringProperty("digest", identity.digest().toString());
    }

    private static void document(JsonGenerator json, byte[] document) {
        json.writeName("document");
        json.writeRawValue(new String(document, StandardCharsets.UTF_8));
    }
}
