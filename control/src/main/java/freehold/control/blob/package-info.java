/**
 * Content by its digest, in files, for each tenant apart. Invariant: a file under its digest's name is complete and right, for it
 * is written under another name, flushed, and renamed. Begin at {@link freehold.control.blob.FileBlobs}.
 */
@NullMarked
package freehold.control.blob;

import org.jspecify.annotations.NullMarked;
