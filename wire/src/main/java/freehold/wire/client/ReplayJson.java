package freehold.wire.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a replay came to, for people.
 *
 * @param agrees absent while it goes on
 * @param sentences one a line
 */
public record ReplayJson(Optional<Boolean> agrees, List<String> sentences) {
    private static final JsonMapper MAPPER = new JsonMapper();

    public ReplayJson {
        sentences = List.copyOf(sentences);
    }

    public static ReplayJson read(byte[] json) {
        JsonNode root = MAPPER.readTree(json);
        String replay = root.path("replay").asString("?");
        if (!root.path("agrees").isBoolean()) {
            return new ReplayJson(Optional.empty(), List.of(replay + " has not ended yet; nothing is compared"));
        }
        List<String> sentences = new ArrayList<>();
        for (JsonNode point : root.path("compared")) {
            String name = point.path("name").asString("?");
            sentences.add(
                    point.path("agrees").asBoolean(false)
                            ? name + " agrees"
                            : name + " DIFFERS: " + point.path("original").asString("?") + " was, "
                                    + point.path("replay").asString("?") + " is");
        }
        boolean agrees = root.path("agrees").asBoolean(false);
        sentences.add(replay + (agrees ? " agrees with the original" : " does not agree with the original"));
        return new ReplayJson(Optional.of(agrees), sentences);
    }
}
