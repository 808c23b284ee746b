package freehold.wire.cluster;

import freehold.quantity.Digest;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A message as it is being written: numbers of eight bytes, everything else behind its length. {@link Reading} undoes it. */
public final class Writing {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final DataOutputStream out = new DataOutputStream(bytes);

    public byte[] done() {
        return bytes.toByteArray();
    }

    public Writing number(long value) {
        try {
            out.writeLong(value);
            return this;
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
    }

    public Writing bytes(byte[] value) {
        return bytes(value, 0, value.length);
    }

    public Writing bytes(byte[] value, int offset, int count) {
        try {
            out.writeInt(count);
            out.write(value, offset, count);
            return this;
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
    }

    public Writing text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public Writing truth(boolean value) {
        return number(value ? 1 : 0);
    }

    public Writing name(Enum<?> value) {
        return text(value.name());
    }

    public Writing time(Duration value) {
        return number(value.toNanos());
    }

    public Writing digest(Digest value) {
        return text(value.hex());
    }

    public <T> Writing list(Collection<T> values, BiConsumer<Writing, T> each) {
        number(values.size());
        values.forEach(value -> each.accept(this, value));
        return this;
    }

    public <T> Writing optional(Optional<T> value, BiConsumer<Writing, T> each) {
        return list(value.stream().toList(), each);
    }

    public Writing texts(Collection<String> values) {
        return list(values, Writing::text);
    }

    public Writing map(Map<String, String> values) {
        return list(values.entrySet(), (to, entry) -> to.text(entry.getKey()).text(entry.getValue()));
    }
}
