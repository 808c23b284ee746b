/**
 * {@code freehold execution}: what ran on a server, or runs there, and what came of it. Invariant: what programs, callers and servers wrote
 * reaches a terminal as printable text alone, and a file only below the folder that was named. Begin at
 * {@link freehold.cli.execution.ExecutionCommand}.
 */
@NullMarked
package freehold.cli.execution;

import org.jspecify.annotations.NullMarked;
