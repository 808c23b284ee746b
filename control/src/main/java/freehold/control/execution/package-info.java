/**
 * Executions from the moment they are let in to the moment they are erased. While one lives, what is known of it is here, in
 * memory; when its end is stored, the record is the source. Invariant: every execution let in ends exactly once. Begin at {@link
 * freehold.control.execution.Executions}.
 */
@NullMarked
package freehold.control.execution;

import org.jspecify.annotations.NullMarked;
