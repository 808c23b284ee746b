package freehold.client;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The newest version of a secret, without its value. */
public record Secret(String name, int version, Instant putAt, String putBy, long sizeBytes) {
    public Secret {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(putAt, "put_at");
        Objects.requireNonNull(putBy, "put_by");
    }

    record Stored(List<Secret> items) {
        Stored {
            items = List.copyOf(items);
        }
    }
}
