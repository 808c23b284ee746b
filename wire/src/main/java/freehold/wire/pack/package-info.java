/**
 * The files in {@code runtimes/}: one folder a pack, and {@code parts.yaml} with the pieces of roots that packs share. Invariant:
 * what was read without a fault can be used without a check; an unknown key, a wrong type or a placeholder that nobody fills is
 * a {@link freehold.wire.pack.PackFault} with its file and JSON pointer. Begin at {@link freehold.wire.pack.PackFiles}.
 */
@NullMarked
package freehold.wire.pack;

import org.jspecify.annotations.NullMarked;
