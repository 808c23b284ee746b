/**
 * The ledger: what ran and who did what, as signed lines of one chain a tenant. Invariant: a line is signed, chained and stored in one
 * step, with the end of the execution that it attests; erasing an execution leaves its receipt. Begin at {@link
 * freehold.control.ledger.Ledger}.
 */
@NullMarked
package freehold.control.ledger;

import org.jspecify.annotations.NullMarked;
