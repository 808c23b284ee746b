package freehold.control.dialect.judge0;

import freehold.control.dialect.PeerJson;
import freehold.tenant.TenantId;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How many submissions came by this dialect since the server started. A tenant sees its own. */
final class Tally {
    private final Map<TenantId, Map<Integer, LongAdder>> byLanguage = new ConcurrentHashMap<>();

    void count(TenantId tenant, Languages.Language language) {
        byLanguage
                .computeIfAbsent(tenant, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(language.id(), _ -> new LongAdder())
                .increment();
    }

    JsonNode json(TenantId tenant, Languages languages, Instant now) {
        Map<Integer, LongAdder> mine = byLanguage.getOrDefault(tenant, Map.of());
        ObjectNode json = PeerJson.object();
        json.put("created_at", now.toString());
        json.put("cached_until", now.toString());
        json.putObject("submissions")
                .put("total", mine.values().stream().mapToLong(LongAdder::sum).sum());
        ArrayNode counted = json.putArray("languages");
        languages.all().stream()
                .filter(language -> mine.containsKey(language.id()))
                .sorted(Comparator.comparingInt(Languages.Language::id))
                .forEach(language -> {
                    ObjectNode one = counted.addObject();
                    one.putObject("language").put("id", language.id()).put("name", language.name());
                    one.put(
                            "count",
                            mine.getOrDefault(language.id(), new LongAdder()).sum());
                });
        return json;
    }
}
