package freehold.wire.link;

import java.io.IOException;
import java.io.InputStream;

/**
 * Content from some place of it to its end.
 *
 * @param sizeBytes of all of the content
 * @param bytes to be closed
 */
public record Tail(long sizeBytes, InputStream bytes) {
    /** What begins behind the end has no bytes that could be read. */
    public static void requireWithin(long offset, long sizeBytes) throws IOException {
        if (offset < 0 || offset > sizeBytes) {
            throw new IOException("nothing begins at " + offset + " of " + sizeBytes);
        }
    }
}
