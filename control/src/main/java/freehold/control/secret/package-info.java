/**
 * Secrets of tenants: put, listed and deleted by those who may, and given to programs that a policy lets have them. Invariant: a value is
 * sealed before it is stored, and is plain only on its way to a worker. Begin at {@link freehold.control.secret.Secrets}.
 */
@NullMarked
package freehold.control.secret;

import org.jspecify.annotations.NullMarked;
