/**
 * What a worker and the cell daemon say to each other: the exact twin of {@code cell/frame.h}, which says in which order. A frame
 * is an {@link freehold.wire.frame.Order} from the worker or an {@link freehold.wire.frame.Answer} from the daemon. Invariant: decoding undoes
 * encoding, and a frame with too few bytes, with bytes left over or of an unknown type is refused. Begin at {@link
 * freehold.wire.frame.Frame}.
 */
@NullMarked
package freehold.wire.frame;

import org.jspecify.annotations.NullMarked;
