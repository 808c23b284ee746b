package freehold.wire.frame;

/**
 * One message of the conversation about one cell. Sizes are in bytes and durations in microseconds, as in {@code cell/frame.h}.
 * Bytes travel as buffers, from their position to their limit: a decoded frame sees the reader's own memory, and is valid until the
 * next one is read.
 */
public sealed interface Frame permits Order, Answer {
    /** Spoken by both sides; PREPARE names it. */
    int VERSION = 3;

    /** Length of the payload (u32) and type (u8). */
    int HEADER_BYTES = 5;

    int PAYLOAD_MAX = 256 * 1024;

    /** The most that DATA, INPUT and OUTPUT carry. */
    int CHUNK_MAX = 64 * 1024;
}
