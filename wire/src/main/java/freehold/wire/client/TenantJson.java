package freehold.wire.client;

import freehold.tenant.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tenants as a client reads them, and as it asks for them. */
public final class TenantJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private TenantJson() {}

    /** One tenant, and the rate as text; empty where the server's default holds. */
    public record Seen(String id, String name, String state, Optional<String> rate, String createdAt) {}

    /** A part of a list, and what continues it. */
    public record Page(List<Seen> items, Optional<String> next) {}

    public static Seen one(byte[] json) {
        return read(MAPPER.readTree(json));
    }

    public static Page page(byte[] json) {
        JsonNode root = MAPPER.readTree(json);
        List<Seen> items = new ArrayList<>();
        root.path("items").forEach(each -> items.add(read(each)));
        return new Page(List.copyOf(items), text(root.path("next")));
    }

    /** Writes what a tenant shall be; what is empty is left out. */
    public static byte[] form(Optional<String> name, Optional<Rate> rate) {
        ObjectNode json = MAPPER.createObjectNode();
        name.ifPresent(text -> json.put("name", text));
        rate.ifPresent(each -> put(json, each));
        return MAPPER.writeValueAsBytes(json);
    }

    static void put(ObjectNode json, Rate rate) {
        json.putObject("rate")
                .put("requests", rate.requests())
                .put("window_seconds", rate.window().toSeconds());
    }

    static Optional<String> rate(JsonNode json) {
        JsonNode rate = json.path("rate");
        return rate.isObject()
                ? Optional.of(rate.path("requests").asLong(0) + "/"
                        + rate.path("window_seconds").asLong(0) + "s")
                : Optional.empty();
    }

    static Optional<String> text(JsonNode json) {
        return json.isString() ? Optional.of(json.asString()) : Optional.empty();
    }

    private static Seen read(JsonNode json) {
        return new Seen(
                json.path("id").asString(""),
                json.path("name").asString(""),
                json.path("state").asString(""),
                rate(json),
                json.path("created_at").asString(""));
    }
}
