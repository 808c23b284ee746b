/**
 * Receipts and the lines of the ledger as they cross our border: in-toto statements in DSSE envelopes, and JSON lines. Invariant: what is
 * signed is one sequence of bytes for one receipt, in the canonical form of RFC 8785. Begin at {@link freehold.wire.receipt.StatementWriter}.
 */
@NullMarked
package freehold.wire.receipt;

import org.jspecify.annotations.NullMarked;
