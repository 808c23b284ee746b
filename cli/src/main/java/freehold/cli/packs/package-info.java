/**
 * The packs that this installation knows: its own, and those that the operator keeps beside its state. Invariant: what root acts upon can
 * be changed by root alone, or came with the installation. Begin at {@link freehold.cli.packs.Packs}.
 */
@NullMarked
package freehold.cli.packs;

import org.jspecify.annotations.NullMarked;
