package freehold.wire.api;

import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Writes the workers that are here. */
public final class WorkerWriter {
    private WorkerWriter() {}

    /** A worker, as the API tells of it. */
    public record Worker(
            String id,
            String name,
            String state,
            int capacity,
            int busy,
            Map<String, String> labels,
            List<String> runtimes) {}

    public static byte[] list(List<Worker> workers) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("items");
            workers.forEach(each -> write(json, each));
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Worker worker) {
        json.writeStartObject();
        json.writeStringProperty("id", worker.id());
        json.writeStringProperty("name", worker.name());
        json.writeStringProperty("state", worker.state());
        json.writeNumberProperty("capacity", worker.capacity());
        json.writeNumberProperty("busy", worker.busy());
        json.writeObjectPropertyStart("labels");
        worker.labels().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeArrayPropertyStart("runtimes");
        worker.runtimes().forEach(json::writeString);
        json.writeEndArray();
        json.writeEndObject();
    }
}
