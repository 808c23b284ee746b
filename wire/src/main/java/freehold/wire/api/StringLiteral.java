package freehold.wire.api;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content of a string in JSON that is all ASCII, as bytes. Inputs of programs have megabytes, and by way of characters, each step of which is
 * a pass over all of them, they take three times as long. Only what is simple is read here; the parser reads the rest, and finds what is wrong.
 */
final class StringLiteral {
    private StringLiteral() {}

    /**
     * What the literal means whose opening quote is at a place.
     *
     * @return empty if there is none, or it has an escape by number, which may be anything, or does not end
     */
    static Optional<byte[]> content(byte[] json, long at) {
        if (at < 0 || at >= json.length || json[(int) at] != '"') {
            return Optional.empty();
        }
        int begin = (int) at + 1;
        int end = end(json, begin);
        return end < 0 ? Optional.empty() : Optional.ofNullable(unescaped(json, begin, end));
    }

    /** Where its closing quote is; negative if nowhere. */
    private static int end(byte[] json, int begin) {
        for (int i = begin; i < json.length; i++) {
            byte each = json[i];
            if (each == '"') {
                return i;
            }
            if (each == '\\') {
                i++;
            }
        }
        return -1;
    }

    private static byte @Nullable [] unescaped(byte[] json, int begin, int end) {
        byte[] content = new byte[end - begin];
        int size = 0;
        for (int i = begin; i < end; i++) {
            byte each = json[i];
            if (each == '\\') {
                i++;
                each = meaning(json[i]);
                if (each == 0) {
                    return null;
                }
            }
            content[size++] = each;
        }
        return size == content.length ? content : Arrays.copyOf(content, size);
    }

    /** Of the character behind a backslash (RFC 8259, section 7); 0 for u and for what has none. */
    private static byte meaning(byte escaped) {
        return switch (escaped) {
            case '"', '\\', '/' -> escaped;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> 0;
        };
    }
}
