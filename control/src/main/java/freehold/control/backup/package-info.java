/**
 * All that lasts as one archive, taken while the server runs, and back again. The archive is a zip with {@code freehold.db}, the blobs
 * that it refers to, and {@code SHA256SUMS} last, so that other tools can check it too. Invariant: nothing is put in place before every
 * digest was right. Begin at {@link freehold.control.backup.Backup}.
 */
@NullMarked
package freehold.control.backup;

import org.jspecify.annotations.NullMarked;
