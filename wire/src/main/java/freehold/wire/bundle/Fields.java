package freehold.wire.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** One mapping of a YAML document, read strictly: what is missing, of another type or unknown is named with its path. */
record Fields(String path, JsonNode node) {
    static Fields of(String path, JsonNode node, Set<String> known) {
        if (!node.isObject()) {
            throw new LockFault(path + ": expected a mapping");
        }
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                throw new LockFault(
                        path + ": unknown key " + name + "; known are " + String.join(", ", new TreeSet<>(known)));
            }
        }
        return new Fields(path, node);
    }

    boolean has(String name) {
        return node.has(name);
    }

    String text(String name) {
        JsonNode value = value(name);
        if (!value.isString()) {
            throw new LockFault(path + "." + name + ": expected a text; quote what looks like a number");
        }
        return value.asString();
    }

    String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    long count(String name) {
        JsonNode value = value(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
            throw new LockFault(path + "." + name + ": expected a number that is not negative");
        }
        return value.asLong();
    }

    List<JsonNode> items(String name) {
        if (!has(name)) {
            return List.of();
        }
        JsonNode value = value(name);
        if (!value.isArray()) {
            throw new LockFault(path + "." + name + ": expected a list");
        }
        List<JsonNode> items = new ArrayList<>();
        value.forEach(items::add);
        return items;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : items(name)) {
            if (!item.isString()) {
                throw new LockFault(path + "." + name + ": expected a list of texts");
            }
            texts.add(item.asString());
        }
        return texts;
    }

    /** A mapping from places to lists of texts. */
    SortedMap<String, List<String>> places(String name) {
        SortedMap<String, List<String>> places = new TreeMap<>();
        if (has(name)) {
            JsonNode value = value(name);
            if (!value.isObject()) {
                throw new LockFault(path + "." + name + ": expected a mapping");
            }
            Fields inner = new Fields(path + "." + name, value);
            value.propertyNames().forEach(place -> places.put(place, inner.texts(place)));
        }
        return places;
    }

    /** A mapping from names to texts. */
    SortedMap<String, String> words(String name) {
        SortedMap<String, String> words = new TreeMap<>();
        if (has(name)) {
            JsonNode value = value(name);
            if (!value.isObject()) {
                throw new LockFault(path + "." + name + ": expected a mapping");
            }
            Fields inner = new Fields(path + "." + name, value);
            value.propertyNames().forEach(word -> words.put(word, inner.text(word)));
        }
        return words;
    }

    private JsonNode value(String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            throw new LockFault(path + ": " + name + " is missing");
        }
        return value;
    }
}
