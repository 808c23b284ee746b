/**
 * {@code freehold up} and what belongs to a server: its settings, its data folder, its keys. Invariant: nothing listens before root
 * is given up. Begin at {@link freehold.cli.serve.UpCommand}.
 */
@NullMarked
package freehold.cli.serve;

import org.jspecify.annotations.NullMarked;
