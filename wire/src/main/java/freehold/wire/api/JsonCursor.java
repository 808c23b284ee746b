package freehold.wire.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads typed values at the parser's place. A value of another type is noted as a fault and skipped, so that one pass finds all
 * of them. Every method leaves the parser at the last token of the value.
 */
final class JsonCursor {
    private static final byte[] UNKNOWN = {};
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final int DIGITS_OF_LONG = 19;

    private final JsonParser parser;
    private final byte[] json;
    private final Faults faults;

    JsonCursor(JsonParser parser, Faults faults) {
        this(parser, UNKNOWN, faults);
    }

    /** @param json what the parser reads, if it reads bytes */
    JsonCursor(JsonParser parser, byte[] json, Faults faults) {
        this.parser = parser;
        this.json = json;
        this.faults = faults;
    }

    /** What is done with one member of an object; the cursor stands at its value. */
    interface Member {
        void read(String name);
    }

    String pointer() {
        return Pointer.fragment(parser.streamReadContext().pathAsPointer().toString());
    }

    void object(Member member) {
        if (!is(JsonToken.START_OBJECT, "an object")) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            member.read(name);
        }
    }

    /** Reads each element; {@code element} is called with the cursor at it. */
    void array(Runnable element) {
        if (!is(JsonToken.START_ARRAY, "an array")) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.run();
        }
    }

    boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    boolean isText() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    Optional<String> text() {
        if (!is(JsonToken.VALUE_STRING, "a string")) {
            return Optional.empty();
        }
        char[] units = parser.getStringCharacters();
        int from = parser.getStringOffset();
        int length = parser.getStringLength();
        if (hasLoneSurrogate(units, from, from + length)) {
            faults.malformed(pointer(), "has half of a surrogate pair");
            return Optional.empty();
        }
        return Optional.of(new String(units, from, length));
    }

    /** The same in UTF-8. */
    Optional<byte[]> content() {
        Optional<byte[]> literal = isText()
                ? StringLiteral.content(json, parser.currentTokenLocation().getByteOffset())
                : Optional.empty();
        return literal.or(() -> text().map(text -> text.getBytes(StandardCharsets.UTF_8)));
    }

    List<String> texts() {
        List<String> texts = new ArrayList<>();
        array(() -> text().ifPresent(texts::add));
        return texts;
    }

    Map<String, String> textsByName() {
        Map<String, String> texts = new LinkedHashMap<>();
        object(name -> text().ifPresent(text -> texts.put(name, text)));
        return texts;
    }

    /**
     * A whole number, however it is written: {@code 1.0} and {@code 1e3} are integers to JSON Schema (6.1.1), and some clients know no other
     * numbers. One beyond 64 bits becomes the nearest that fits, which no limit allows anyway.
     */
    Optional<Long> whole() {
        Optional<BigInteger> whole =
                parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT ? whole(parser.getString()) : Optional.empty();
        if (whole.isEmpty() && !is(JsonToken.VALUE_NUMBER_INT, "a whole number")) {
            return Optional.empty();
        }
        return Optional.of(
                whole.orElseGet(parser::getBigIntegerValue).max(LEAST).min(MOST).longValueExact());
    }

    /** Empty if there is a fraction. The exponent is any number: nothing is multiplied out that does not fit. */
    private static Optional<BigInteger> whole(String literal) {
        String[] parts = literal.split("[eE]");
        BigDecimal digits = new BigDecimal(parts[0]).stripTrailingZeros();
        BigInteger power = (parts.length > 1 ? new BigInteger(parts[1]) : BigInteger.ZERO)
                .subtract(BigInteger.valueOf(digits.scale()));
        if (digits.signum() == 0) {
            return Optional.of(BigInteger.ZERO);
        }
        if (power.signum() < 0) {
            return Optional.empty();
        }
        int shift = power.min(BigInteger.valueOf(DIGITS_OF_LONG)).intValueExact();
        return Optional.of(digits.unscaledValue().multiply(BigInteger.TEN.pow(shift)));
    }

    Optional<Boolean> truth() {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            faults.malformed(pointer(), "must be true or false, not " + described(token));
            skip();
            return Optional.empty();
        }
        return Optional.of(token == JsonToken.VALUE_TRUE);
    }

    /** Whether there is nothing here, said in so many words. */
    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    void unknown(String... known) {
        unknown(List.of(known));
    }

    /** @param known those that the object can have, for whoever has to guess which was meant */
    void unknown(Collection<String> known) {
        faults.malformed(pointer(), "is not a field of this object, which can have " + String.join(", ", known));
        skip();
    }

    void skip() {
        parser.skipChildren();
    }

    private boolean is(JsonToken wanted, String described) {
        JsonToken token = parser.currentToken();
        if (token == wanted) {
            return true;
        }
        faults.malformed(pointer(), "must be " + described + ", not " + described(token));
        skip();
        return false;
    }

    private static String described(JsonToken token) {
        return switch (token) {
            case START_OBJECT, END_OBJECT -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING, PROPERTY_NAME -> "a string";
            case VALUE_NUMBER_INT -> "a number";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "nothing";
        };
    }

    private static boolean hasLoneSurrogate(char[] units, int from, int end) {
        for (int i = from; i < end; i++) {
            char unit = units[i];
            if (Character.isSurrogate(unit)) {
                boolean pair = Character.isHighSurrogate(unit) && i + 1 < end && Character.isLowSurrogate(units[i + 1]);
                if (!pair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
