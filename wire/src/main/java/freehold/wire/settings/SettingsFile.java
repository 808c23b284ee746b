package freehold.wire.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads a configuration file. */
public final class SettingsFile {
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SettingsFile() {}

    /**
     * The settings in a file, as text.
     *
     * @param known the keys that have a meaning
     * @throws IllegalArgumentException with a sentence for people, if it is not a mapping from known keys to plain values
     */
    public static Map<String, String> parse(String yaml, Set<String> known) {
        JsonNode root;
        try {
            root = MAPPER.readTree(yaml);
        } catch (JacksonException invalid) {
            throw new IllegalArgumentException("it is not valid YAML: " + invalid.getOriginalMessage(), invalid);
        }
        Map<String, String> settings = new LinkedHashMap<>();
        if (root == null || root.isMissingNode() || root.isNull()) {
            return settings;
        }
        if (!root.isObject()) {
            throw new IllegalArgumentException("it must be a mapping, as in 'listen: 127.0.0.1:8080'");
        }
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (!known.contains(entry.getKey())) {
                throw new IllegalArgumentException(
                        "unknown key '" + entry.getKey() + "'; there are " + String.join(", ", new TreeSet<>(known)));
            }
            if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
                throw new IllegalArgumentException("'" + entry.getKey() + "' must have one plain value");
            }
            settings.put(entry.getKey(), entry.getValue().asString());
        }
        return settings;
    }
}
