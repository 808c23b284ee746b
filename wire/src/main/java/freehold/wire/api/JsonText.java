package freehold.wire.api;

import freehold.quantity.Rfc3339;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.JacksonIOException;

/** How values look in every document of the API: times, durations, bytes that may be text. */
final class JsonText {
    private static final int SIZE_AT_FIRST = 2048;

    private JsonText() {}

    static byte[] of(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(SIZE_AT_FIRST);
        try {
            write(bytes, content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Writes it piece by piece: escaped, what a program wrote is up to six times as long. Leaves the stream open. */
    static void write(OutputStream to, Consumer<JsonGenerator> content) throws IOException {
        try (JsonGenerator json = StrictJson.FACTORY.createGenerator(ObjectWriteContext.empty(), new Kept(to))) {
            content.accept(json);
        } catch (JacksonIOException gone) {
            throw gone.getCause();
        }
    }

    /** Passes on everything but the end. */
    private static final class Kept extends FilterOutputStream {
        Kept(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() {}

        @Override
        public void flush() {}
    }

    /** A text that may be absent, which is null. */
    static void text(JsonGenerator json, String name, Optional<String> value) {
        if (value.isPresent()) {
            json.writeStringProperty(name, value.get());
        } else {
            json.writeNullProperty(name);
        }
    }

    /** RFC 3339 in UTC, to the millisecond. */
    static String time(Instant instant) {
        return Rfc3339.millis(instant);
    }

    /** Milliseconds with up to three decimals: the microseconds that were measured. */
    static void millis(JsonGenerator json, String name, Duration duration) {
        long micros = duration.toNanos() / 1_000;
        if (micros % 1_000 == 0) {
            json.writeNumberProperty(name, micros / 1_000);
        } else {
            json.writeNumberProperty(name, micros / 1_000.0);
        }
    }

    /** The bytes as a string, with U+FFFD for what is not UTF-8, and then exactly under {@code NAME_base64}. */
    static void output(JsonGenerator json, String name, byte[] bytes) {
        json.writeStringProperty(name, new String(bytes, StandardCharsets.UTF_8));
        if (exactly(bytes).isEmpty()) {
            json.writeStringProperty(name + "_base64", base64(bytes));
        }
    }

    /** The bytes as text; empty if they are not valid UTF-8. */
    static Optional<String> exactly(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
