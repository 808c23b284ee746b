package freehold.wire.receipt;

import freehold.quantity.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A JSON object in the canonical form of RFC 8785: members in the order of their UTF-16 units, no space, the shortest escapes. Numbers
 * are whole and less than 2^53, for which the form needs no arithmetic.
 */
final class CanonicalObject {
    private static final long EXACT_MAX = 1L << 53;
    private static final int USUAL_LENGTH = 4 << 10;

    private final Map<String, Value> members = new TreeMap<>();

    /**
     * Writes itself where the object is written, so that what is deep within another one is written once. No lambdas: there are a hundred
     * of them in a receipt, and without the second compiler (ADR 0027) each that captures something is made by a call into the JVM.
     */
    private interface Value {
        void writeTo(StringBuilder out);
    }

    private record Text(String text) implements Value {
        @Override
        public void writeTo(StringBuilder out) {
            quote(out, text);
        }
    }

    private record Whole(long number) implements Value {
        @Override
        public void writeTo(StringBuilder out) {
            out.append(number);
        }
    }

    private record Canonical(String json) implements Value {
        @Override
        public void writeTo(StringBuilder out) {
            out.append(json);
        }
    }

    private record Nested(CanonicalObject object) implements Value {
        @Override
        public void writeTo(StringBuilder out) {
            object.writeTo(out);
        }
    }

    private record Values(List<? extends Value> values) implements Value {
        @Override
        public void writeTo(StringBuilder out) {
            out.append('[');
            for (int i = 0; i < values.size(); i++) {
                if (i > 0) {
                    out.append(',');
                }
                values.get(i).writeTo(out);
            }
            out.append(']');
        }
    }

    CanonicalObject text(String name, String value) {
        members.put(name, new Text(value));
        return this;
    }

    CanonicalObject whole(String name, long value) {
        if (Math.abs(value) >= EXACT_MAX) {
            throw new IllegalArgumentException(name + " is too large for a number of JSON: " + value);
        }
        members.put(name, new Whole(value));
        return this;
    }

    CanonicalObject truth(String name, boolean value) {
        members.put(name, new Canonical(String.valueOf(value)));
        return this;
    }

    CanonicalObject object(String name, CanonicalObject value) {
        members.put(name, new Nested(value));
        return this;
    }

    /** JSON that is canonical already. */
    CanonicalObject canonical(String name, byte[] json) {
        members.put(name, new Canonical(new String(json, StandardCharsets.UTF_8)));
        return this;
    }

    CanonicalObject objects(String name, List<CanonicalObject> values) {
        members.put(name, new Values(values.stream().map(Nested::new).toList()));
        return this;
    }

    <T> CanonicalObject objects(String name, List<T> values, Function<T, CanonicalObject> object) {
        return objects(name, values.stream().map(object).toList());
    }

    CanonicalObject texts(String name, List<String> values) {
        members.put(name, new Values(values.stream().map(Text::new).toList()));
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
        StringBuilder out = new StringBuilder(USUAL_LENGTH);
        writeTo(out);
        return out.toString();
    }

    private void writeTo(StringBuilder out) {
        char before = '{';
        for (Map.Entry<String, Value> member : members.entrySet()) {
            quote(out.append(before), member.getKey());
            member.getValue().writeTo(out.append(':'));
            before = ',';
        }
        out.append(members.isEmpty() ? "{}" : "}");
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        int plain = 0; // from where on nothing is written yet
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < ' ' || unit == '"' || unit == '\\') {
                out.append(text, plain, i);
                escape(out, unit);
                plain = i + 1;
            }
        }
        out.append(text, plain, text.length()).append('"');
    }

    private static void escape(StringBuilder out, char unit) {
        switch (unit) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append("\\u%04x".formatted((int) unit));
        }
    }
}
