/**
 * Messages between processes by subject, as a port. Invariant: nothing that is told is relied upon; whoever must know asks, and asks
 * again. Begin at {@link freehold.wire.bus.Bus}.
 */
@NullMarked
package freehold.wire.bus;

import org.jspecify.annotations.NullMarked;
