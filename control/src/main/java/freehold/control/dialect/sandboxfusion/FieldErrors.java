package freehold.control.dialect.sandboxfusion;

import freehold.control.dialect.PeerJson;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is wrong with a body, as the peer's framework says it. Used by one thread. */
final class FieldErrors {
    private final ArrayNode detail = PeerJson.array();

    /** Of one that is no JSON object at all. */
    static ObjectNode ofBody(byte[] body) {
        FieldErrors errors = new FieldErrors();
        String text = new String(body, StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            errors.add("missing", "Field required");
        } else if (text.startsWith("[")) {
            errors.add("model_attributes_type", "Input should be a valid dictionary or object to extract fields from");
        } else {
            errors.add("json_invalid", "JSON decode error");
        }
        return errors.json();
    }

    void missing(String field) {
        add("missing", field, "Field required");
    }

    void notText(String field) {
        add("string_type", field, "Input should be a valid string");
    }

    void notNumber(String field) {
        add("float_type", field, "Input should be a valid number");
    }

    void notDictionary(String field) {
        add("dict_type", field, "Input should be a valid dictionary");
    }

    void notList(String field) {
        add("list_type", field, "Input should be a valid list");
    }

    void wrong(String field, String why) {
        add("value_error", field, "Value error, " + why);
    }

    void unknownLanguage(String given) {
        String names = Languages.NAMES.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        int last = names.lastIndexOf(", ");
        String expected = names.substring(0, last) + " or " + names.substring(last + 2);
        ObjectNode error = add("literal_error", "language", "Input should be " + expected);
        error.put("input", given.length() <= 80 ? given : given.substring(0, 80));
        error.putObject("ctx").put("expected", expected);
    }

    private void add(String type, String message) {
        ObjectNode error = detail.addObject().put("type", type);
        error.putArray("loc").add("body");
        error.put("msg", message);
    }

    private ObjectNode add(String type, String field, String message) {
        ObjectNode error = detail.addObject().put("type", type);
        error.putArray("loc").add("body").add(field);
        return error.put("msg", message);
    }

    boolean isEmpty() {
        return detail.isEmpty();
    }

    ObjectNode json() {
        ObjectNode json = PeerJson.object();
        json.set("detail", detail);
        return json;
    }
}
