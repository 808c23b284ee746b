/**
 * Runs each hostile program of {@code proof/escape} in real cells, of every filter class that its header names, and holds what
 * happened against what the header promises. Invariant: a program without a complete header, a promise that nothing checks and a
 * threat-model row without a program each fail a test. The controls do the same with a cell daemon that leaves one step of
 * confinement out, and there the program must find the boundary open: so each probe is known to measure something. Begin at {@link
 * freehold.proof.escape.EscapeTest}.
 */
@NullMarked
package freehold.proof.escape;

import org.jspecify.annotations.NullMarked;
