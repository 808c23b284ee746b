/**
 * Where control and worker meet; they see nothing else of each other. Invariant: control never dials a worker, a worker
 * announces itself with its capacity and takes work against it. Begin at {@link freehold.wire.link.Link}.
 */
@NullMarked
package freehold.wire.link;

import org.jspecify.annotations.NullMarked;
