package freehold.wire.api;

import freehold.execution.CallbackId;
import freehold.execution.ExecutionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Writes messages to third parties as the API shows them: never what they are signed with. */
public final class CallbackWriter {
    private CallbackWriter() {}

    /**
     * One message.
     *
     * @param due present while it waits
     */
    public record Message(
            CallbackId id,
            ExecutionId execution,
            String url,
            String state,
            int attempts,
            Optional<Instant> due,
            Optional<String> lastError,
            Instant createdAt,
            Optional<Instant> doneAt) {}

    public static byte[] one(Message message) {
        return JsonText.of(json -> write(json, message));
    }

    public static byte[] page(List<Message> messages, Optional<String> next) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("items");
            messages.forEach(each -> write(json, each));
            json.writeEndArray();
            JsonText.text(json, "next", next);
            json.writeEndObject();
        });
    }

    public static byte[] secret(String secret) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("secret", secret);
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Message message) {
        json.writeStartObject();
        json.writeStringProperty("id", message.id().value());
        json.writeStringProperty("execution", message.execution().value());
        json.writeStringProperty("url", message.url());
        json.writeStringProperty("state", message.state());
        json.writeNumberProperty("attempts", message.attempts());
        JsonText.text(json, "due_at", message.due().map(JsonText::time));
        JsonText.text(json, "last_error", message.lastError());
        json.writeStringProperty("created_at", JsonText.time(message.createdAt()));
        JsonText.text(json, "done_at", message.doneAt().map(JsonText::time));
        json.writeEndObject();
    }
}
