package freehold.wire.client;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A text with requests, as the body of {@code POST /v1/batches}; what is in each request is the server's to judge. */
public final class BatchText {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private BatchText() {}

    /**
     * An object that has {@code executions} is the body itself; else each line is one request.
     *
     * @throws IllegalArgumentException with what is wrong, if it is neither
     */
    public static String body(String text) {
        if (isBatch(text)) {
            return text;
        }
        List<String> requests = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                requireObject(line, number);
                requests.add(line);
            }
        }
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("there is no request in it");
        }
        return "{\"executions\": [" + String.join(",\n", requests) + "]}";
    }

    private static boolean isBatch(String text) {
        try {
            return MAPPER.readTree(text).has("executions");
        } catch (JacksonException lines) {
            return false;
        }
    }

    private static void requireObject(String line, int number) {
        try {
            JsonNode request = MAPPER.readTree(line);
            if (!request.isObject()) {
                throw new IllegalArgumentException("line " + number + " is not an object");
            }
        } catch (JacksonException notJson) {
            throw new IllegalArgumentException("line " + number + " is not JSON", notJson);
        }
    }
}
