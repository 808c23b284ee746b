package freehold.wire.client;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A worker as a server lists it.
 *
 * @param runtimes how many it offers
 * @param labels as {@code NAME=VALUE}, separated by spaces
 */
public record WorkerJson(String id, String name, String state, int capacity, int busy, int runtimes, String labels) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Reads a list. */
    public static List<WorkerJson> read(byte[] body) {
        List<WorkerJson> workers = new ArrayList<>();
        for (JsonNode each : MAPPER.readTree(body).path("items")) {
            StringJoiner labels = new StringJoiner(" ");
            each.path("labels")
                    .properties()
                    .forEach(label ->
                            labels.add(label.getKey() + "=" + label.getValue().asString("")));
            workers.add(new WorkerJson(
                    each.path("id").asString(""),
                    each.path("name").asString(""),
                    each.path("state").asString(""),
                    each.path("capacity").asInt(0),
                    each.path("busy").asInt(0),
                    each.path("runtimes").size(),
                    labels.toString()));
        }
        return List.copyOf(workers);
    }
}
