package freehold.wire.api;

import freehold.refusal.FieldFault;
import java.util.List;
import java.util.Optional;

/**
 * An error as RFC 9457 has it.
 *
 * @param slug never changes; {@code type} is {@code /errors/SLUG}
 * @param detail one sentence that says what to do next
 * @param faultId names a failure of ours in the log
 */
public record ProblemDocument(
        String slug, String title, int status, String detail, List<FieldFault> errors, Optional<String> faultId) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public ProblemDocument {
        errors = List.copyOf(errors);
    }

    public byte[] bytes() {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "/errors/" + slug);
            json.writeStringProperty("title", title);
            json.writeNumberProperty("status", status);
            json.writeStringProperty("detail", detail);
            if (!errors.isEmpty()) {
                json.writeArrayPropertyStart("errors");
                for (FieldFault each : errors) {
                    json.writeStartObject();
                    json.writeStringProperty("pointer", each.pointer());
                    json.writeStringProperty("detail", each.detail());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            faultId.ifPresent(id -> json.writeStringProperty("fault_id", id));
            json.writeEndObject();
        });
    }
}
