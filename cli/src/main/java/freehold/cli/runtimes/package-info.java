/**
 * {@code freehold runtime}: what can be run here, and the proof that it can. Invariant: a runtime is called good only after its pack's
 * own samples ended as promised in real cells. Begin at {@link freehold.cli.runtimes.RuntimeCommand}.
 */
@NullMarked
package freehold.cli.runtimes;

import org.jspecify.annotations.NullMarked;
