package freehold.wire.client;

import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server found of a part of a chain.
 *
 * @param findings as sentences without their full stops
 * @param nextPosition of the line behind the last that was looked at
 * @param hash of that last one
 * @param whole whether the chain ends there
 * @param next where to go on; nothing after the last part
 */
public record VerificationJson(
        String chain,
        long lines,
        List<String> findings,
        long nextPosition,
        String hash,
        boolean whole,
        Optional<String> next) {
    private static final JsonMapper MAPPER = new JsonMapper();

    public VerificationJson {
        findings = List.copyOf(findings);
    }

    /**
     * Reads an answer.
     *
     * @throws IllegalArgumentException if it is something else: then nothing was verified
     */
    public static VerificationJson read(byte[] json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            JsonNode reached = root.path("reached");
            if (!root.path("findings").isArray()
                    || !root.path("whole").isBoolean()
                    || !root.path("lines").isIntegralNumber()
                    || !root.has("next")) {
                throw new IllegalArgumentException("it is not what a verification answers");
            }
            return new VerificationJson(
                    root.path("chain").asString("?"),
                    root.path("lines").asLong(),
                    root.path("findings")
                            .valueStream()
                            .map(each -> each.asString("?"))
                            .toList(),
                    reached.path("next_position").asLong(0),
                    reached.path("hash").asString("?"),
                    root.path("whole").asBoolean(),
                    root.path("next").isString() ? Optional.of(root.path("next").asString()) : Optional.empty());
        } catch (JacksonException notJson) {
            throw new IllegalArgumentException("it is not JSON", notJson);
        }
    }
}
