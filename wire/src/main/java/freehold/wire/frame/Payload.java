package freehold.wire.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The fields of one payload, from left to right. Every field that is not there, or not in range, refuses the frame. */
final class Payload {
    /** A duration above this does not fit into nanoseconds, and is no duration of a cell. */
    private static final long MICROS_MAX = Long.MAX_VALUE / 1_000;

    private final ByteBuffer bytes;

    Payload(ByteBuffer bytes) {
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    int u8() throws MalformedFrame {
        return Byte.toUnsignedInt(need(1).get());
    }

    int u16() throws MalformedFrame {
        return Short.toUnsignedInt(need(2).getShort());
    }

    /** A count; above {@link Integer#MAX_VALUE} it is not one of ours. */
    int u32() throws MalformedFrame {
        int value = need(4).getInt();
        if (value < 0) {
            throw new MalformedFrame("a count of " + Integer.toUnsignedString(value));
        }
        return value;
    }

    /** 32 bits that are no count. */
    int bits() throws MalformedFrame {
        return need(4).getInt();
    }

    long u64() throws MalformedFrame {
        long value = need(8).getLong();
        if (value < 0) {
            throw new MalformedFrame("a count of " + Long.toUnsignedString(value));
        }
        return value;
    }

    Duration micros() throws MalformedFrame {
        long value = u64();
        if (value > MICROS_MAX) {
            throw new MalformedFrame("a duration of " + value + " µs");
        }
        return Duration.of(value, ChronoUnit.MICROS);
    }

    boolean flag() throws MalformedFrame {
        int value = u8();
        if (value > 1) {
            throw new MalformedFrame("neither 0 nor 1: " + value);
        }
        return value == 1;
    }

    String text() throws MalformedFrame {
        ByteBuffer text = counted();
        for (int i = 0; i < text.remaining(); i++) {
            if (text.get(text.position() + i) == 0) {
                throw new MalformedFrame("a text with a NUL");
            }
        }
        // bytes that are not UTF-8 are replaced: what must be exact is not read as text
        return StandardCharsets.UTF_8.decode(text).toString();
    }

    List<String> texts() throws MalformedFrame {
        int count = u32();
        List<String> texts = new ArrayList<>(Math.min(count, 256));
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }

    /** As many bytes as a count before them says. */
    ByteBuffer counted() throws MalformedFrame {
        int length = u32();
        ByteBuffer part = need(length).slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return part;
    }

    /** All that is left, at most {@link Frame#CHUNK_MAX}. */
    ByteBuffer chunk() throws MalformedFrame {
        if (bytes.remaining() > Frame.CHUNK_MAX) {
            throw new MalformedFrame("a chunk of " + bytes.remaining() + " bytes");
        }
        ByteBuffer rest = bytes.slice();
        bytes.position(bytes.limit());
        return rest;
    }

    void end() throws MalformedFrame {
        if (bytes.hasRemaining()) {
            throw new MalformedFrame(bytes.remaining() + " bytes left over");
        }
    }

    private ByteBuffer need(int count) throws MalformedFrame {
        if (bytes.remaining() < count) {
            throw new MalformedFrame("too short by " + (count - bytes.remaining()) + " bytes");
        }
        return bytes;
    }
}
