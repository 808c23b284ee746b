/**
 * Directories of the host with all that is below them. Invariant: no symbolic link is ever followed. Begin at {@link
 * freehold.worker.folder.FolderTree}.
 */
@NullMarked
package freehold.worker.folder;

import org.jspecify.annotations.NullMarked;
