/**
 * The {@code freehold} command and all wiring, by constructor calls. One package a command; here are the door and the exit
 * statuses. Invariant: adapters are named here and nowhere else. Begin at {@link freehold.cli.Main}.
 */
@NullMarked
package freehold.cli;

import org.jspecify.annotations.NullMarked;
