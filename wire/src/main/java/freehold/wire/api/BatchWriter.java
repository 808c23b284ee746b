package freehold.wire.api;

import freehold.execution.BatchId;
import freehold.execution.Execution;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Iterator;

/** Writes a batch: its executions in their order, one after the other, so that only one is held at a time. */
public final class BatchWriter {
    private BatchWriter() {}

    /**
     * Leaves the stream open.
     *
     * @param finished of {@code total}, as it was before the first of {@code items} was looked at
     */
    public static void write(
            OutputStream to, BatchId id, Instant createdAt, int finished, int total, Iterator<Execution> items)
            throws IOException {
        JsonText.write(to, json -> {
            json.writeStartObject();
            json.writeStringProperty("id", id.value());
            json.writeNumberProperty("finished", finished);
            json.writeNumberProperty("total", total);
            json.writeStringProperty("created_at", JsonText.time(createdAt));
            json.writeArrayPropertyStart("items");
            items.forEachRemaining(each -> ExecutionWriter.write(json, each));
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
