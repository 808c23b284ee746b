package freehold.wire.api;

import freehold.refusal.FieldFault;
import freehold.refusal.Malformed;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;

/** Turns the body of {@code POST /v1/executions} into a request, or says everything that is wrong with it. */
public final class RequestDecoder {
    private RequestDecoder() {}

    /** Reads one body: exactly one JSON object, in UTF-8, with the fields of the contract. */
    public static Decoded decode(byte[] body, StoredContent stored) {
        try (JsonParser parser = StrictJson.parser(body)) {
            if (parser.nextToken() == null) {
                return declined("#", "The body is empty; send a JSON object.");
            }
            Faults faults = new Faults();
            RequestReader reader = new RequestReader(new JsonCursor(parser, body, faults), faults, stored);
            reader.read();
            if (parser.nextToken() != null) {
                return declined("#", "Something follows the JSON object.");
            }
            return reader.decoded();
        } catch (CharacterCodingException notUtf8) {
            return declined("#", "The body is not valid UTF-8.");
        } catch (JacksonException notJson) {
            return new Decoded.Declined(malformed(notJson));
        }
    }

    private static Decoded declined(String pointer, String detail) {
        return new Decoded.Declined(malformed(pointer, detail));
    }

    static Malformed malformed(String pointer, String detail) {
        return new Malformed(List.of(new FieldFault(pointer, detail)));
    }

    static Malformed malformed(JacksonException fault) {
        return fault instanceof StreamConstraintsException
                ? malformed(placeOf(fault), "Is nested too deeply, or has too long a number or name.")
                : malformed(placeOf(fault), sentence(fault));
    }

    private static String placeOf(JacksonException fault) {
        return fault.processor() instanceof JsonParser parser
                ? Pointer.fragment(parser.streamReadContext().pathAsPointer().toString())
                : "#";
    }

    /** The parser's own words quote the document at length; its place is enough. */
    private static String sentence(JacksonException fault) {
        String what = what(String.valueOf(fault.getOriginalMessage()));
        var place = fault.getLocation();
        return place == null
                ? what + "."
                : what + ", at line " + place.getLineNr() + ", column " + place.getColumnNr() + ".";
    }

    /** By how the parser's sentence begins: behind that it may be the document's. Of half of a pair in a string the parser says nothing. */
    private static String what(String sentence) {
        if (sentence.startsWith("Duplicate")) {
            return "The same name twice in one object";
        }
        return sentence.startsWith("Broken surrogate pair") || sentence.startsWith("Unexpected low surrogate")
                ? "Half of a surrogate pair in a name"
                : "Not JSON";
    }
}
