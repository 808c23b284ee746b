package freehold.wire.api;

import freehold.refusal.Refusal;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** Reads a body that is one small JSON object. */
final class ObjectBody {
    private ObjectBody() {}

    /**
     * Reads one JSON object and nothing else.
     *
     * @param member is called with the cursor at the value of each member
     * @param whole makes the value of what was read; is not asked where there was a fault
     */
    static <T> Parsed<T> parse(byte[] body, Faults faults, BiConsumer<JsonCursor, String> member, Supplier<T> whole) {
        Optional<Refusal> refusal = read(body, faults, member).or(faults::worst);
        return refusal.isPresent() ? new Parsed.Declined<>(refusal.get()) : new Parsed.Understood<>(whole.get());
    }

    private static Optional<Refusal> read(byte[] body, Faults faults, BiConsumer<JsonCursor, String> member) {
        try (JsonParser parser = StrictJson.parser(body)) {
            if (parser.nextToken() == null) {
                return Optional.of(RequestDecoder.malformed("#", "The body is empty; send a JSON object."));
            }
            JsonCursor cursor = new JsonCursor(parser, faults);
            cursor.object(name -> member.accept(cursor, name));
            return parser.nextToken() == null
                    ? Optional.empty()
                    : Optional.of(RequestDecoder.malformed("#", "Something follows the JSON object."));
        } catch (CharacterCodingException notUtf8) {
            return Optional.of(RequestDecoder.malformed("#", "The body is not valid UTF-8."));
        } catch (JacksonException notJson) {
            return Optional.of(RequestDecoder.malformed(notJson));
        }
    }
}
