/**
 * Holds the house style against the compiled classes and the files of the checkout: which module and package may know which, what a
 * place is called, and that pages point at something. Invariant: a rule that a machine can check is checked here and written nowhere
 * as a wish. Begin at {@link freehold.proof.structure.ArrowsTest}.
 */
@NullMarked
package freehold.proof.structure;

import org.jspecify.annotations.NullMarked;
