package freehold.control.dialect.judge0;

import freehold.control.dialect.PeerJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is wrong with a submission, by field, as the peer's framework says it. Used by one thread. */
final class Errors {
    private final Map<String, List<String>> byField = new LinkedHashMap<>();

    static Errors of(String field, String message) {
        Errors errors = new Errors();
        errors.add(field, message);
        return errors;
    }

    void add(String field, String message) {
        byField.computeIfAbsent(field, _ -> new ArrayList<>()).add(message);
    }

    boolean isEmpty() {
        return byField.isEmpty();
    }

    ObjectNode json() {
        ObjectNode json = PeerJson.object();
        byField.forEach((field, messages) -> {
            ArrayNode array = json.putArray(field);
            messages.forEach(array::add);
        });
        return json;
    }
}
