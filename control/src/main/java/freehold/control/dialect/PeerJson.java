package freehold.control.dialect;

import freehold.control.exchange.Answer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON as peers take and give it. It is read into a tree, for what a field may be differs from peer to peer; the tree of a body that is
 * as large as bodies may be would take twenty times its size, so its parts are counted.
 */
public final class PeerJson {
    /** What a body of any peer needs is far below: a thousand files of three fields each, say. */
    private static final int TOKENS_MAX = 50_000;

    private static final int DEPTH_MAX = 16;
    private static final int NUMBER_DIGITS_MAX = 100;
    private static final int NAME_CHARACTERS_MAX = 1 << 10;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM) // else a small answer leaves in two pieces
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxNumberLength(NUMBER_DIGITS_MAX)
                            .maxNameLength(NAME_CHARACTERS_MAX)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxTokenCount(TOKENS_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
            .build();

    private PeerJson() {}

    /** The object that a body is; empty if it is anything else, or has too many parts. */
    public static Optional<ObjectNode> object(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return MAPPER.readTree(text) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (CharacterCodingException | JacksonException notJson) {
            return Optional.empty();
        }
    }

    /** A plain value as text, however it was written; empty if it is absent, null, an object or an array. */
    public static Optional<String> scalar(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asString()) : Optional.empty();
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    public static byte[] bytes(JsonNode json) {
        return MAPPER.writeValueAsBytes(json);
    }

    /** An answer that is small. */
    public static Answer answer(int status, JsonNode json) {
        return Answer.json(status, bytes(json));
    }

    /** An answer with output of programs: it is made only when there is room for so much. */
    public static Answer answer(int status, long outputBytes, Supplier<? extends JsonNode> json) {
        return Answer.json(status, outputBytes, out -> MAPPER.writeValue(out, json.get()));
    }
}
