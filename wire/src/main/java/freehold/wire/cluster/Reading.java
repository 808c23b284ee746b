package freehold.wire.cluster;

import freehold.quantity.Digest;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A message as it is being read. Whoever sent it is not trusted: what does not fit is {@link Malformed}, and nothing is made larger than it. */
public final class Reading {
    private final ByteBuffer in;

    Reading(byte[] message) {
        this.in = ByteBuffer.wrap(message);
    }

    /** Reads a whole message, to its end. */
    public static <T> T whole(byte[] message, Function<Reading, T> reader) throws Malformed {
        try {
            Reading reading = new Reading(message);
            T value = reader.apply(reading);
            if (reading.in.hasRemaining()) {
                throw new Malformed("has more than it should");
            }
            return value;
        } catch (BufferUnderflowException | IllegalArgumentException wrong) {
            throw new Malformed(String.valueOf(wrong.getMessage()));
        }
    }

    /** Whether nothing is left: of what may be missing at the end. */
    public boolean isAtEnd() {
        return !in.hasRemaining();
    }

    public long number() {
        return in.getLong();
    }

    /** A number that must fit into fewer bits. */
    public int small() {
        long value = in.getLong();
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("too large: " + value);
        }
        return (int) value;
    }

    public byte[] bytes() {
        int count = in.getInt();
        if (count < 0 || count > in.remaining()) {
            throw new IllegalArgumentException("no such length: " + count);
        }
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    public boolean truth() {
        return number() != 0;
    }

    public <E extends Enum<E>> E name(Class<E> type) {
        return Enum.valueOf(type, text());
    }

    public Duration time() {
        return Duration.ofNanos(number());
    }

    public Digest digest() {
        return new Digest(text());
    }

    public <T> List<T> list(Function<Reading, T> each) {
        long count = number();
        if (count < 0 || count > in.remaining()) { // each takes a byte at least
            throw new IllegalArgumentException("no such count: " + count);
        }
        List<T> values = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            values.add(each.apply(this));
        }
        return values;
    }

    public <T> Optional<T> optional(Function<Reading, T> each) {
        List<T> values = list(each);
        if (values.size() > 1) {
            throw new IllegalArgumentException("one or none");
        }
        return values.stream().findFirst();
    }

    public List<String> texts() {
        return list(Reading::text);
    }

    public Map<String, String> map() {
        Map<String, String> values = new HashMap<>();
        list(from -> values.put(from.text(), from.text()));
        return values;
    }
}
