package freehold.wire.api;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * The content of a string in JSON that is all ASCII, as bytes. Inputs of programs have megabytes, and by way of characters, each step of which is
 * a pass over all of them, they take three times as long. Only what is simple is read here; the parser reads the rest, and finds what is wrong.
 */
final class StringLiteral {
    /** Eight bytes of an array at a place, the first of them lowest. */
    static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static final long LOW_BITS = 0x0101_0101_0101_0101L;
    static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private static final long QUOTES = LOW_BITS * '"';
    private static final long BACKSLASHES = LOW_BITS * '\\';
    private static final int FIRST_BYTES = 64;
    private static final int GROWTH = 8;

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
        byte[] content = new byte[FIRST_BYTES];
        int size = 0;
        int next = (int) at + 1;
        while (next < json.length) {
            if (content.length - size <= Long.BYTES) {
                content = Arrays.copyOf(content, grown(content.length, json.length - next + size));
            }
            int plain = copy(json, next, content, size);
            next += plain;
            size += plain;
            if (plain == Long.BYTES || next == json.length) {
                continue;
            }
            byte each = json[next++];
            if (each == '"') {
                return Optional.of(Arrays.copyOf(content, size));
            }
            if (each == '\\') {
                each = next == json.length ? 0 : meaning(json[next++]);
                if (each == 0) {
                    return Optional.empty();
                }
            }
            content[size++] = each;
        }
        return Optional.empty();
    }

    /**
     * Copies those of the next eight bytes that stand before a quote or a backslash. These two show as zero bytes of a difference: each sets its high
     * bit by a borrow, and the lowest of them is exact, for no borrow comes from below it. What is written beyond is written over later.
     *
     * @return how many of them; none near the document's end, where there are not eight
     */
    private static int copy(byte[] json, int from, byte[] content, int to) {
        if (json.length - from < Long.BYTES) {
            return 0;
        }
        long eight = (long) EIGHT.get(json, from);
        EIGHT.set(content, to, eight);
        long quotes = eight ^ QUOTES;
        long backslashes = eight ^ BACKSLASHES;
        long found = ((quotes - LOW_BITS & ~quotes) | (backslashes - LOW_BITS & ~backslashes)) & HIGH_BITS;
        return found == 0 ? Long.BYTES : (int) bytesBelow(found);
    }

    /** How many bytes stand below the lowest of some high bits: a count of trailing zeros, which the JVM's first compiler leaves to a loop. */
    private static long bytesBelow(long highBits) {
        long below = (highBits & -highBits) - 1;
        return (((below & LOW_BITS) * LOW_BITS) >>> 56) - 1;
    }

    /** By much at a time, for each step writes zeros and copies; and to no more than the document can still fill. */
    private static int grown(int bytes, int most) {
        return (int) Math.min((long) GROWTH * bytes, most + Long.BYTES + 1);
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
