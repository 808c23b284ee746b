package freehold.wire.receipt;

import freehold.quantity.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * A JSON object in the canonical form of RFC 8785: members in the order of their UTF-16 units, no space, the shortest escapes. Numbers
 * are whole and less than 2^53, for which the form needs no arithmetic.
 */
final class CanonicalObject {
    private static final long EXACT_MAX = 1L << 53;

    private final Map<String, String> members = new TreeMap<>();

    CanonicalObject text(String name, String value) {
        members.put(name, quoted(value));
        return this;
    }

    CanonicalObject whole(String name, long value) {
        if (Math.abs(value) >= EXACT_MAX) {
            throw new IllegalArgumentException(name + " is too large for a number of JSON: " + value);
        }
        members.put(name, Long.toString(value));
        return this;
    }

    CanonicalObject truth(String name, boolean value) {
        members.put(name, Boolean.toString(value));
        return this;
    }

    CanonicalObject object(String name, CanonicalObject value) {
        members.put(name, value.toString());
        return this;
    }

    /** JSON that is canonical already. */
    CanonicalObject canonical(String name, byte[] json) {
        members.put(name, new String(json, StandardCharsets.UTF_8));
        return this;
    }

    CanonicalObject objects(String name, List<CanonicalObject> values) {
        members.put(name, values.stream().map(CanonicalObject::toString).collect(Collectors.joining(",", "[", "]")));
        return this;
    }

    CanonicalObject texts(String name, List<String> values) {
        members.put(name, values.stream().map(CanonicalObject::quoted).collect(Collectors.joining(",", "[", "]")));
        return this;
    }

    CanonicalObject textsByName(String name, Map<String, String> values) {
        CanonicalObject inner = new CanonicalObject();
        values.forEach(inner::text);
        return object(name, inner);
    }

    /** As in-toto writes digests: {@code {"sha256":"…"}}. */
    CanonicalObject digest(String name, Digest value) {
        return object(name, new CanonicalObject().text("sha256", value.hex()));
    }

    /** With what may be absent: then there is no member for it. */
    <T> CanonicalObject with(Optional<T> value, BiConsumer<CanonicalObject, T> add) {
        value.ifPresent(present -> add.accept(this, present));
        return this;
    }

    byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(256).append('{');
        members.forEach((name, value) -> {
            if (out.length() > 1) {
                out.append(',');
            }
            out.append(quoted(name)).append(':').append(value);
        });
        return out.append('}').toString();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        if (text.chars().allMatch(unit -> unit >= ' ' && unit != '"' && unit != '\\')) {
            return out.append(text).append('"').toString();
        }
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            switch (unit) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (unit < ' ') {
                        out.append("\\u%04x".formatted((int) unit));
                    } else {
                        out.append(unit);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
