package freehold.control.dialect.judge0;

import freehold.control.dialect.PeerJson;
import freehold.refusal.Refusal;
import freehold.refusal.Unavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;

/**
 * The part of the heap in which archives are unpacked. A body of a few kilobytes becomes ten megabytes, and nobody counts them until they are
 * handed in: so few are between the two at one time, and the others wait for as long as their patience lasts.
 */
final class Unpacking {
    static final Refusal REFUSAL =
            new Unavailable("Too many archives are being unpacked at this time", "Come back in a moment");

    private static final int HEAP_SHARE = 8;

    /** What was read of the largest archive, and the copy that its last file becomes. */
    private static final long ARCHIVE_BYTES = 2L * (Archive.EXTRACTED_KIBIBYTES_MAX << 10);

    private final Semaphore places;
    private final Duration patience;

    Unpacking(long heapBytes, Duration patience) {
        this.places = new Semaphore((int) Math.max(1, Math.min(1_000, heapBytes / HEAP_SHARE / ARCHIVE_BYTES)));
        this.patience = patience;
    }

    /** Held until it is closed; closing it again does nothing. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** A place for what this submission has; empty if there is none in time. Without an archive it needs none. */
    Optional<Held> begin(JsonNode submission) throws InterruptedException {
        if (PeerJson.scalar(submission, "additional_files")
                .filter(text -> !text.isBlank())
                .isEmpty()) {
            return Optional.of(() -> {});
        }
        if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        AtomicBoolean isHeld = new AtomicBoolean(true);
        return Optional.of(() -> {
            if (isHeld.getAndSet(false)) {
                places.release();
            }
        });
    }
}
