package freehold.wire.client;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a server tells of the newest version of a secret. */
public record SecretJson(String name, int version, String putAt, String putBy, long sizeBytes) {
    /**
     * Reads one.
     *
     * @throws tools.jackson.core.JacksonException if that is none
     */
    public static SecretJson read(byte[] json) {
        return of(JsonMapper.shared().readTree(json));
    }

    /**
     * Reads the list of them.
     *
     * @throws tools.jackson.core.JacksonException if that is none
     */
    public static List<SecretJson> list(byte[] json) {
        List<SecretJson> all = new ArrayList<>();
        for (JsonNode item : JsonMapper.shared().readTree(json).path("items")) {
            all.add(of(item));
        }
        return all;
    }

    private static SecretJson of(JsonNode item) {
        return new SecretJson(
                item.path("name").stringValue(),
                item.path("version").asInt(),
                item.path("put_at").stringValue(),
                item.path("put_by").stringValue(),
                item.path("size_bytes").asLong());
    }
}
