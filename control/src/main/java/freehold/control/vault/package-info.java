/**
 * Keys of tenants, and content sealed with them. Each tenant has a key of its own, in versions; it is stored wrapped by the master key,
 * which is never stored with it. Invariant: what is sealed opens for the same tenant, purpose and id alone, and not at all once the
 * tenant's key is gone. Begin at {@link freehold.control.vault.Vault}.
 */
@NullMarked
package freehold.control.vault;

import org.jspecify.annotations.NullMarked;
