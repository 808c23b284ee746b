/**
 * What lasts of an execution, and the port to wherever it is kept. Invariant: what a caller was promised (an answer of 202, an
 * idempotency key) is stored before the promise is given. Begin at {@link freehold.control.record.Records}.
 */
@NullMarked
package freehold.control.record;

import org.jspecify.annotations.NullMarked;
