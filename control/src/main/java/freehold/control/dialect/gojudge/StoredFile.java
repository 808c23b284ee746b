package freehold.control.dialect.gojudge;

import freehold.quantity.Digest;
import java.time.Instant;
import java.util.Optional;

/**
 * A file that a client may name by its id.
 *
 * @param runtime under which it came to be, pinned; empty if it was sent
 * @param used when it was asked for last
 */
record StoredFile(String name, Digest digest, long sizeBytes, Optional<String> runtime, Instant used) {
    StoredFile usedAt(Instant now) {
        return new StoredFile(name, digest, sizeBytes, runtime, now);
    }
}
