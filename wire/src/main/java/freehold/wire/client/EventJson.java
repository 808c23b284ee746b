package freehold.wire.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the data of the events {@code stdout} and {@code stderr}. */
public final class EventJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private EventJson() {}

    /** A piece of output: exact bytes, and which step wrote them where the server says so. */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, compared by nobody
    public record Output(Optional<String> step, byte[] bytes) {}

    /** An event as a conversation has it: its name, where it stands if it has a place, and its data, which is JSON. */
    public record Message(String name, Optional<Long> id, String data) {}

    public static Message message(String text) {
        JsonNode json = MAPPER.readTree(text);
        JsonNode id = json.path("id");
        return new Message(
                json.path("event").asString(""),
                id.isIntegralNumber() ? Optional.of(id.asLong()) : Optional.empty(),
                json.path("data").toString());
    }

    /** The sentence of a refusal. */
    public static String detail(String data) {
        return MAPPER.readTree(data).path("detail").asString("");
    }

    public static Output output(String data) {
        JsonNode json = MAPPER.readTree(data);
        JsonNode base64 = json.path("base64");
        return new Output(
                json.path("step").isString() ? Optional.of(json.path("step").asString()) : Optional.empty(),
                base64.isString()
                        ? Base64.getDecoder().decode(base64.asString())
                        : json.path("text").asString("").getBytes(StandardCharsets.UTF_8));
    }
}
