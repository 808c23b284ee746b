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

    @Override
    public ValidationResponse validate(Map<String, Object> schema, Object arguments) {
        ValidationResponse response = standard.validate(schema, arguments);
        List<String> unknown = response.valid() ? List.of() : unknown("#", schema, arguments);
        return unknown.isEmpty()
                ? response
                : ValidationResponse.asInvalid(
                        String.join("; ", unknown.subList(0, Math.min(TOLD_MAX, unknown.size()))));
    }

    private static List<String> unknown(String pointer, Map<?, ?> schema, Object value) {
        List<String> found = new ArrayList<>();
        if (value instanceof Map<?, ?> fields && schema.get("properties") instanceof Map<?, ?> known) {
            fields.forEach((name, field) -> {
                String place = pointer + "/" + name;
                if (known.get(name) instanceof Map<?, ?> below) {
                    found.addAll(unknown(place, below, field));
                } else if (Boolean.FALSE.equals(schema.get("additionalProperties"))) {
                    found.add(place + " is not a field of this object, which can have " + names(known.keySet()));
                }
            });
        } else if (value instanceof List<?> items && schema.get("items") instanceof Map<?, ?> below) {
            for (int i = 0; i < items.size(); i++) {
                found.addAll(unknown(pointer + "/" + i, below, items.get(i)));
            }
        }
        return found;
    }

    private static String names(Collection<?> known) {
        return known.isEmpty()
                ? "none"
                : String.join(", ", known.stream().map(String::valueOf).toList());
    }
}
