package freehold.wire.client;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A batch, as far as a client wants to know it: without what its programs wrote, which may be more than fits.
 *
 * @param items in the order of the request, less those that were erased since
 */
public record BatchJson(String id, int finished, int total, List<Item> items) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS) // behind one execution comes the next
            .build();

    public BatchJson {
        items = List.copyOf(items);
    }

    /**
     * One execution.
     *
     * @param verdict empty before the end
     */
    public record Item(String id, Optional<String> verdict, String explanation) {}

    public boolean hasEnded() {
        return finished >= total;
    }

    /**
     * Reads one, an execution at a time.
     *
     * @throws IllegalArgumentException if it is no batch
     */
    public static BatchJson read(InputStream json) {
        String id = "";
        int finished = -1;
        int total = -1;
        List<Item> items = new ArrayList<>();
        try (JsonParser parser = MAPPER.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not a batch");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "id" -> id = parser.getString();
                    case "finished" -> finished = parser.getIntValue();
                    case "total" -> total = parser.getIntValue();
                    case "items" -> {
                        while (parser.nextToken() == JsonToken.START_OBJECT) {
                            items.add(item(MAPPER.readTree(parser)));
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
        } catch (JacksonException other) {
            throw new IllegalArgumentException("not a batch", other);
        }
        if (id.isEmpty() || finished < 0 || total < 1) {
            throw new IllegalArgumentException("not a batch");
        }
        return new BatchJson(id, finished, total, items);
    }

    private static Item item(JsonNode execution) {
        JsonNode verdict = execution.path("verdict");
        return new Item(
                execution.path("id").asString("?"),
                verdict.isString() ? Optional.of(verdict.asString()) : Optional.empty(),
                execution.path("explanation").asString(""));
    }
}
