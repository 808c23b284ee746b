/**
 * The machine that a figure was measured on: a figure without it says nothing. Invariant: it is read from the kernel, and never told. Begin at
 * {@link freehold.cli.machine.Machine}.
 */
@NullMarked
package freehold.cli.machine;

import org.jspecify.annotations.NullMarked;
