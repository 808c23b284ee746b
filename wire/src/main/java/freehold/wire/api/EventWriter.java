package freehold.wire.api;

import freehold.execution.State;
import freehold.execution.StepName;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** The data of server-sent events. */
public final class EventWriter {
    private EventWriter() {}

    /** An event as one message: its name, where it stands if it has a place, and its data, which is JSON. */
    public static String message(String event, Optional<Long> position, byte[] data) {
        String id = position.map(at -> "\"id\": " + at + ", ").orElse("");
        return "{\"event\": \"" + event + "\", " + id + "\"data\": " + new String(data, StandardCharsets.UTF_8) + "}";
    }

    public static byte[] state(State state) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("state", state.label());
            json.writeEndObject();
        });
    }

    /** A part of one stream: as text if it is UTF-8, else as base64. Offsets count bytes, for each step and stream from 0. */
    public static byte[] output(StepName step, long offset, byte[] bytes) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("step", step.name().toLowerCase(Locale.ROOT));
            json.writeNumberProperty("offset", offset);
            Optional<String> text = JsonText.exactly(bytes);
            if (text.isPresent()) {
                json.writeStringProperty("text", text.get());
            } else {
                json.writeStringProperty("base64", JsonText.base64(bytes));
            }
            json.writeEndObject();
        });
    }
}
