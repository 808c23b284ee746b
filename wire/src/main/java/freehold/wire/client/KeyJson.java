package freehold.wire.client;

import freehold.tenant.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Keys as a client reads them, and as it asks for them. */
public final class KeyJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private KeyJson() {}

    /**
     * One key.
     *
     * @param tenant as people call it; its id where it has no name
     * @param secret only in the answer that made it
     */
    public record Seen(
            String id,
            String tenant,
            String name,
            String role,
            List<String> rights,
            String state,
            Optional<String> expiresAt,
            Optional<String> lastUsedAt,
            Optional<String> secret) {
        /** Never the secret. */
        @Override
        public String toString() {
            return id;
        }
    }

    /** A part of a list, and what continues it. */
    public record Page(List<Seen> items, Optional<String> next) {}

    public static Seen one(byte[] json) {
        return read(MAPPER.readTree(json));
    }

    public static Page page(byte[] json) {
        JsonNode root = MAPPER.readTree(json);
        List<Seen> items = new ArrayList<>();
        root.path("items").forEach(each -> items.add(read(each)));
        return new Page(List.copyOf(items), TenantJson.text(root.path("next")));
    }

    /** Writes what a key shall be; what is empty is left out. */
    public static byte[] form(
            Optional<String> tenant,
            String name,
            String role,
            List<String> rights,
            Optional<Rate> rate,
            Optional<Instant> expiresAt) {
        ObjectNode json = MAPPER.createObjectNode();
        tenant.ifPresent(text -> json.put("tenant", text));
        json.put("name", name);
        json.put("role", role);
        if (!rights.isEmpty()) {
            ArrayNode array = json.putArray("rights");
            rights.forEach(array::add);
        }
        rate.ifPresent(each -> TenantJson.put(json, each));
        expiresAt.ifPresent(at -> json.put("expires_at", at.toString()));
        return MAPPER.writeValueAsBytes(json);
    }

    /** Writes how long the secret that a rotation replaces shall count. */
    public static byte[] grace(Optional<Duration> grace) {
        ObjectNode json = MAPPER.createObjectNode();
        grace.ifPresent(each -> json.put("grace_seconds", each.toSeconds()));
        return MAPPER.writeValueAsBytes(json);
    }

    private static Seen read(JsonNode json) {
        List<String> rights = new ArrayList<>();
        json.path("rights").forEach(each -> rights.add(each.asString("")));
        return new Seen(
                json.path("id").asString(""),
                json.path("tenant_name").stringValue(json.path("tenant").asString("")),
                json.path("name").asString(""),
                json.path("role").asString(""),
                List.copyOf(rights),
                json.path("state").asString(""),
                TenantJson.text(json.path("expires_at")),
                TenantJson.text(json.path("last_used_at")),
                TenantJson.text(json.path("secret")));
    }
}
