/**
 * What is kept as evidence: receipts of executions and acts of people, each a line of a tenant's chain. Invariant: a line's hash covers
 * the hash of the line before it, so that nothing can be changed, added or left out in the middle without a trace. Begin at {@link
 * freehold.ledger.Line}.
 */
@NullMarked
package freehold.ledger;

import org.jspecify.annotations.NullMarked;
