/**
 * Time and threads, as a port, for what must also run in a simulation. Invariant: whoever is given a pace asks no other clock and starts
 * no thread of its own. Begin at {@link freehold.wire.pace.Pace}.
 */
@NullMarked
package freehold.wire.pace;

import org.jspecify.annotations.NullMarked;
