package freehold.wire.api;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON as RFC 8259 has it and nothing more: valid UTF-8, no duplicate names, no comments, bounded depth. The parser's own reading
 * of UTF-8 is lenient (overlong forms, encoded surrogates), hence bytes become characters first, by the JDK's strict decoder; but for bytes that are
 * all ASCII, in which there is nothing to be lenient about.
 */
final class StrictJson {
    /** The contract needs four: object, files, file, value. */
    private static final int DEPTH_MAX = 16;

    private static final int NUMBER_DIGITS_MAX = 100;

    /** The parser keeps the names that it read, up to 6,000 of them for as long as the server lives: that is 24 MB at most. */
    private static final int NAME_CHARACTERS_MAX = 4 << 10;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(NUMBER_DIGITS_MAX)
                    .maxNameLength(NAME_CHARACTERS_MAX)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private StrictJson() {}

    /**
     * A parser over the bytes.
     *
     * @throws CharacterCodingException if they are not UTF-8
     */
    static JsonParser parser(byte[] bytes) throws CharacterCodingException {
        return isPlain(bytes) ? FACTORY.createParser(ObjectReadContext.empty(), bytes) : parser(characters(bytes));
    }

    /** Whether all are ASCII, and none is NUL, by which the parser would take them for UTF-16. Eight at a time: inputs have megabytes. */
    private static boolean isPlain(byte[] bytes) {
        long odd = 0;
        int next = 0;
        for (; next <= bytes.length - Long.BYTES; next += Long.BYTES) {
            long eight = (long) StringLiteral.EIGHT.get(bytes, next);
            odd |= eight | (eight - StringLiteral.LOW_BITS); // a NUL borrows, and so sets its high bit
        }
        for (; next < bytes.length; next++) {
            odd |= bytes[next] <= 0 ? StringLiteral.HIGH_BITS : 0;
        }
        return (odd & StringLiteral.HIGH_BITS) == 0;
    }

    /** @throws CharacterCodingException if they are not UTF-8 */
    static CharBuffer characters(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes));
    }

    /** A parser over characters, whose locations count from the first of them. */
    static JsonParser parser(CharBuffer characters) {
        return FACTORY.createParser(
                ObjectReadContext.empty(),
                characters.array(),
                characters.arrayOffset() + characters.position(),
                characters.remaining());
    }
}
