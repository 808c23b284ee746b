package freehold.wire.api;

import freehold.tenant.Rate;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** A rate as the API has it: {@code {"requests": 600, "window_seconds": 60}}. */
final class RateJson {
    private long requests;
    private long seconds;

    private RateJson() {}

    static Optional<Rate> read(JsonCursor cursor, Faults faults) {
        String pointer = cursor.pointer();
        RateJson read = new RateJson();
        cursor.object(name -> {
            switch (name) {
                case "requests" -> read.requests = cursor.whole().orElse(0L);
                case "window_seconds" -> read.seconds = cursor.whole().orElse(0L);
                default -> cursor.unknown("requests", "window_seconds");
            }
        });
        if (read.requests < 1
                || read.requests > Rate.REQUESTS_MAX
                || read.seconds < 1
                || read.seconds > Rate.WINDOW_MAX.toSeconds()) {
            faults.invalid(
                    pointer,
                    "needs requests, from 1 to " + Rate.REQUESTS_MAX + ", and window_seconds, from 1 to "
                            + Rate.WINDOW_MAX.toSeconds());
            return Optional.empty();
        }
        return Optional.of(new Rate((int) read.requests, Duration.ofSeconds(read.seconds)));
    }

    static void write(JsonGenerator json, String name, Optional<Rate> rate) {
        if (rate.isEmpty()) {
            json.writeNullProperty(name);
            return;
        }
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("requests", rate.get().requests());
        json.writeNumberProperty("window_seconds", rate.get().window().toSeconds());
        json.writeEndObject();
    }
}
