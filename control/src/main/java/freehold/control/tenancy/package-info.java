/**
 * Who calls, and what their key allows. Invariant: a secret is never stored, only its digest. Begin at {@link
 * freehold.control.tenancy.KeyFile}.
 */
@NullMarked
package freehold.control.tenancy;

import org.jspecify.annotations.NullMarked;
