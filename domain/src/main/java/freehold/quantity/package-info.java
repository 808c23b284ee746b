/**
 * Numbers that carry their unit. Invariant: a value that exists is in range, so nobody checks again. Begin at {@link
 * freehold.quantity.Bytes}.
 */
@NullMarked
package freehold.quantity;

import org.jspecify.annotations.NullMarked;
