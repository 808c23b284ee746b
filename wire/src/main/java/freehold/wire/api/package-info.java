/**
 * The public HTTP API, version 1, as bytes: what clients send becomes a {@link freehold.execution.Request}, what we answer is written
 * field by field. Invariant: nothing that a client sends is ignored; a field, a type or a byte that the contract does not have is
 * a fault with a JSON pointer. Begin at {@link freehold.wire.api.RequestDecoder} and {@link freehold.wire.api.ExecutionWriter}.
 */
@NullMarked
package freehold.wire.api;

import org.jspecify.annotations.NullMarked;
