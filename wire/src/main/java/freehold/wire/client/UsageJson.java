package freehold.wire.client;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server says was used, by one group in one month.
 *
 * @param tenant as people call it; its id where it has no name
 */
public record UsageJson(
        YearMonth month, String tenant, String group, long executions, double cpuSeconds, double memoryGibSeconds) {
    /**
     * Reads the answer of a server.
     *
     * @throws tools.jackson.core.JacksonException if that is no list of them
     */
    public static List<UsageJson> read(byte[] json) {
        List<UsageJson> all = new ArrayList<>();
        for (JsonNode item : JsonMapper.shared().readTree(json).path("items")) {
            all.add(new UsageJson(
                    YearMonth.parse(item.path("month").stringValue()),
                    item.path("tenant_name").stringValue(item.path("tenant").stringValue()),
                    item.path("group").stringValue(),
                    item.path("executions").asLong(),
                    item.path("cpu_seconds").asDouble(),
                    item.path("memory_gib_seconds").asDouble()));
        }
        return all;
    }
}
