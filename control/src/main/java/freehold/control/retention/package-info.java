/**
 * What is stored does not grow without bound: executions that ended long ago are erased, the oldest first when all of them together
 * take too much, and uploads that nobody came to use. Invariant: what lives, and what it needs, is never touched; each step is short.
 * Begin at {@link freehold.control.retention.Sweep}.
 */
@NullMarked
package freehold.control.retention;

import org.jspecify.annotations.NullMarked;
