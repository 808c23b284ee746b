/**
 * Whether runtimes do what their packs promise, and what a start of each costs. Invariant: only what ran in a real cell is told. Begin
 * at {@link freehold.cli.verification.Verification}.
 */
@NullMarked
package freehold.cli.verification;

import org.jspecify.annotations.NullMarked;
