/**
 * {@code freehold backup} and {@code freehold restore}: all that a server keeps, as one file. Invariant: a folder that a server uses is
 * read and never written. Begin at {@link freehold.cli.backup.BackupCommand}.
 */
@NullMarked
package freehold.cli.backup;

import org.jspecify.annotations.NullMarked;
