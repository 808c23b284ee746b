package freehold.wire.api;

import freehold.secret.SecretVersion;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes what is told of secrets: never a value, and nothing that is derived from one but its size. */
public final class SecretWriter {
    private SecretWriter() {}

    /** The newest version of one of them. */
    public record Item(SecretVersion version, Instant putAt, String putBy, int sizeBytes) {}

    public static byte[] one(Item item) {
        return JsonText.of(json -> write(json, item));
    }

    public static byte[] list(List<Item> items) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("items");
            items.forEach(each -> write(json, each));
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Item item) {
        json.writeStartObject();
        json.writeStringProperty("name", item.version().name().value());
        json.writeNumberProperty("version", item.version().number());
        json.writeStringProperty("put_at", JsonText.time(item.putAt()));
        json.writeStringProperty("put_by", item.putBy());
        json.writeNumberProperty("size_bytes", item.sizeBytes());
        json.writeEndObject();
    }
}
