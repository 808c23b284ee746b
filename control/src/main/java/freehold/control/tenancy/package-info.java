/**
 * Tenants, their keys, and what those allow. Invariants: a secret is never stored, only its digest, and is told once; nobody gives a
 * right that they lack; another tenant's things do not exist. Begin at {@link freehold.control.tenancy.Keys}.
 */
@NullMarked
package freehold.control.tenancy;

import org.jspecify.annotations.NullMarked;
