/**
 * {@code freehold receipt}, {@code freehold audit} and {@code freehold replay}: evidence from the command line. Invariant: verifying needs no
 * server, and believes no key but those that it was given or says that it took. Begin at {@link freehold.cli.ledger.ReceiptCommand}.
 */
@NullMarked
package freehold.cli.ledger;

import org.jspecify.annotations.NullMarked;
