package freehold.wire.api;

import freehold.execution.Comparison;
import freehold.execution.Execution;
import java.util.Optional;

/** Writes what a replay came to. */
public final class ReplayWriter {
    private ReplayWriter() {}

    /** It goes on; nothing can be compared yet. */
    public static byte[] begun(Execution original, Execution replay) {
        return bytes(original, replay, Optional.empty());
    }

    public static byte[] compared(Execution original, Execution replay) {
        return bytes(original, replay, Optional.of(Comparison.of(original, replay)));
    }

    private static byte[] bytes(Execution original, Execution replay, Optional<Comparison> comparison) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("original", original.id().value());
            json.writeStringProperty("replay", replay.id().value());
            json.writeStringProperty("state", replay.state().label());
            if (comparison.isPresent()) {
                json.writeBooleanProperty("agrees", comparison.get().agrees());
            } else {
                json.writeNullProperty("agrees");
            }
            json.writeArrayPropertyStart("compared");
            comparison.map(Comparison::points).stream()
                    .flatMap(points -> points.stream())
                    .forEach(point -> {
                        json.writeStartObject();
                        json.writeStringProperty("name", point.name());
                        json.writeBooleanProperty("agrees", point.agrees());
                        json.writeStringProperty("original", point.one());
                        json.writeStringProperty("replay", point.other());
                        json.writeEndObject();
                    });
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
