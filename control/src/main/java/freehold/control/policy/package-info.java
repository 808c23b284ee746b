/**
 * Policies in force: which one a tenant has, whether their conditions hold, and what of their quotas is left. Invariant: what cannot be
 * judged is refused. Begin at {@link freehold.control.policy.Policies}.
 */
@NullMarked
package freehold.control.policy;

import org.jspecify.annotations.NullMarked;
