/**
 * Folders that live as long as one command. Invariant: what a killed process left, a later one removes. Begin at {@link
 * freehold.cli.scratch.Scratch}.
 */
@NullMarked
package freehold.cli.scratch;

import org.jspecify.annotations.NullMarked;
