/**
 * What the command prints for machines with {@code --json}, where it is not an object of the HTTP API. Invariant: a name, once
 * printed, keeps its meaning. Begin at {@link freehold.wire.listing.Listing}.
 */
@NullMarked
package freehold.wire.listing;

import org.jspecify.annotations.NullMarked;
