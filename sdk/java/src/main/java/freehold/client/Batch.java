package freehold.client;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Executions that were accepted together, in the order of the request. */
public record Batch(String id, List<Execution> items, int finished, int total, Instant createdAt) {
    public Batch {
        Objects.requireNonNull(id, "id");
        items = List.copyOf(items);
        Objects.requireNonNull(createdAt, "created_at");
    }

    public boolean isFinished() {
        return finished == total;
    }
}
