package freehold.control.mcp;

import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Checks arguments by the schema of their tool, as the SDK does, and names to a model that misspelt one those that there are. */
record ArgumentCheck(JsonSchemaValidator standard) implements JsonSchemaValidator {
    /** Enough to mend a call by. */
    private static final int TOLD_MAX = 5;

    private static final int NAME_LETTERS_MAX = 100;

    @Override
    public ValidationResponse validate(Map<String, Object> schema, Object arguments) {
        ValidationResponse response = standard.validate(schema, arguments);
        List<String> unknown = new ArrayList<>();
        if (!response.valid()) {
            find(unknown, "#", schema, arguments);
        }
        return unknown.isEmpty() ? response : ValidationResponse.asInvalid(String.join("; ", unknown));
    }

    private static void find(List<String> found, String pointer, Map<?, ?> schema, Object value) {
        if (value instanceof Map<?, ?> fields && schema.get("properties") instanceof Map<?, ?> known) {
            for (Map.Entry<?, ?> each : fields.entrySet()) {
                if (found.size() == TOLD_MAX) {
                    return;
                }
                String place = pointer + "/" + shortened(String.valueOf(each.getKey()));
                if (known.get(each.getKey()) instanceof Map<?, ?> below) {
                    find(found, place, below, each.getValue());
                } else if (Boolean.FALSE.equals(schema.get("additionalProperties"))) {
                    found.add(place + " is not a field of this object, which can have " + names(known.keySet()));
                }
            }
        } else if (value instanceof List<?> items && schema.get("items") instanceof Map<?, ?> below) {
            for (int i = 0; i < items.size() && found.size() < TOLD_MAX; i++) {
                find(found, pointer + "/" + i, below, items.get(i));
            }
        }
    }

    private static String shortened(String name) {
        return name.length() <= NAME_LETTERS_MAX ? name : name.substring(0, NAME_LETTERS_MAX) + "…";
    }

    private static String names(Collection<?> known) {
        return known.isEmpty()
                ? "none"
                : String.join(", ", known.stream().map(String::valueOf).toList());
    }
}
