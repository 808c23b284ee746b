package freehold.wire.pack;

import freehold.text.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One mapping of a pack file. Each key is asked for once; {@link #end} refuses those that nobody asked for. A fault does not stop the
 * reading: a harmless value takes its place, so that one run shows all mistakes of a file.
 */
final class Fields {
    private final JsonNode node;
    private final String pointer;
    private final FaultList faults;
    private final Set<String> known = new LinkedHashSet<>();

    Fields(@Nullable JsonNode node, String pointer, FaultList faults) {
        this.pointer = pointer;
        this.faults = faults;
        if (node == null || !node.isObject()) {
            faults.add(pointer, "Write keys with values here.");
            this.node = JsonNodeFactory.instance.objectNode();
        } else {
            this.node = node;
        }
    }

    FaultList faults() {
        return faults;
    }

    String at(String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    boolean has(String key) {
        known.add(key);
        return node.has(key);
    }

    /** A text that must be there and match a form. */
    String text(String key, Pattern form, String rule) {
        Optional<String> text = optionalText(key);
        if (text.isEmpty()) {
            if (!node.has(key)) {
                faults.add(at(key), "Add the key " + key + ": " + rule + ".");
            }
            return "";
        }
        if (!form.matcher(text.get()).matches()) {
            faults.add(at(key), "Write " + rule + ", not '" + Printable.of(text.get()) + "'.");
        }
        return text.get();
    }

    Optional<String> optionalText(String key) {
        known.add(key);
        return Optional.ofNullable(node.get(key)).flatMap(value -> textOf(value, at(key)));
    }

    /** A text or a whole number, as text. */
    Optional<String> optionalScalar(String key) {
        JsonNode value = node.get(key);
        if (value != null && value.isIntegralNumber()) {
            known.add(key);
            return Optional.of(value.asString());
        }
        return optionalText(key);
    }

    List<String> texts(String key) {
        known.add(key);
        JsonNode list = node.get(key);
        List<String> texts = new ArrayList<>();
        if (list == null) {
            return texts;
        }
        if (!list.isArray()) {
            faults.add(at(key), "Write a list, such as [a, b].");
            return texts;
        }
        for (int i = 0; i < list.size(); i++) {
            textOf(list.get(i), at(key) + "/" + i).ifPresent(texts::add);
        }
        return texts;
    }

    /** A list of texts that must not be empty. */
    List<String> someTexts(String key) {
        List<String> texts = texts(key);
        if (texts.isEmpty()) {
            faults.add(at(key), "Write at least one.");
            return List.of("");
        }
        return texts;
    }

    Map<String, String> textMap(String key) {
        known.add(key);
        Map<String, String> map = new LinkedHashMap<>();
        if (node.has(key)) {
            Fields inner = new Fields(node.get(key), at(key), faults);
            for (String name : inner.node.propertyNames()) {
                inner.optionalText(name).ifPresent(value -> map.put(name, value));
            }
        }
        return map;
    }

    Fields mapping(String key) {
        known.add(key);
        return new Fields(node.get(key), at(key), faults);
    }

    <T> List<T> mappings(String key, Function<Fields, T> reading) {
        known.add(key);
        JsonNode list = node.get(key);
        if (list == null || !list.isArray() || list.isEmpty()) {
            faults.add(at(key), "Write a list with at least one entry.");
            return List.of();
        }
        List<T> read = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            read.add(reading.apply(new Fields(list.get(i), at(key) + "/" + i, faults)));
        }
        return read;
    }

    <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
        Optional<String> text = optionalText(key);
        for (E each : type.getEnumConstants()) {
            if (text.isPresent() && text.get().equals(each.name().toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        if (text.isPresent()) {
            String choices = Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
            faults.add(at(key), "Choose one of " + choices + ", not '" + text.get() + "'.");
        }
        return otherwise;
    }

    Set<String> names() {
        return new LinkedHashSet<>(node.propertyNames());
    }

    /** Refuses the keys that nobody asked for. */
    void end() {
        for (String key : node.propertyNames()) {
            if (!known.contains(key)) {
                faults.add(at(key), "There is no key " + key + " here; the keys are " + String.join(", ", known) + ".");
            }
        }
    }

    private Optional<String> textOf(JsonNode value, String where) {
        if (value.isString()) {
            if (value.stringValue().indexOf('\0') < 0) {
                return Optional.of(value.stringValue());
            }
            faults.add(where, "A text cannot hold a NUL character.");
        } else {
            String hint = value.isNumber() || value.isBoolean() ? ": put it in quotes" : "";
            faults.add(where, "Write a text here" + hint + ".");
        }
        return Optional.empty();
    }
}
