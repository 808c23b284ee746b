/**
 * Piston, version 2: one call that runs a program, and lists of what can be run. Nothing of it outlives a call. Invariant: what a field
 * asks for is granted or refused, never lowered. Begin at {@link freehold.control.dialect.piston.Piston}.
 */
@NullMarked
package freehold.control.dialect.piston;

import org.jspecify.annotations.NullMarked;
