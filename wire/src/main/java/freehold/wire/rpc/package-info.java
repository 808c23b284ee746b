/**
 * Messages of JSON-RPC 2.0, as far as whoever carries them must know them. Invariant: a message may be large and is read once, without being
 * kept; nothing here knows what it is about. Begin at {@link freehold.wire.rpc.Envelope}.
 */
@NullMarked
package freehold.wire.rpc;

import org.jspecify.annotations.NullMarked;
