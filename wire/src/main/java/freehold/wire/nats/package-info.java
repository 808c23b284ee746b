/** The bus over NATS. Invariant: connections go out only, and are made again for as long as the bus is open. */
@NullMarked
package freehold.wire.nats;

import org.jspecify.annotations.NullMarked;
