/**
 * {@code freehold vault}: care of the key that wraps the keys of tenants. Invariant: at no moment is a key wrapped by a master key that is
 * in no file. Begin at {@link freehold.cli.vault.VaultCommand}.
 */
@NullMarked
package freehold.cli.vault;

import org.jspecify.annotations.NullMarked;
