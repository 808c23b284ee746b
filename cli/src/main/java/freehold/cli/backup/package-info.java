/**
 * {@code freehold backup} and {@code freehold restore}: all that a server keeps, as one file. Invariant: nothing that a server
 * keeps is changed by a backup. Begin at {@link freehold.cli.backup.BackupCommand}.
 */
@NullMarked
package freehold.cli.backup;

import org.jspecify.annotations.NullMarked;
