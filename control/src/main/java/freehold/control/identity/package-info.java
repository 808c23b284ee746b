/**
 * Who calls: from what a request shows to a {@link freehold.control.tenancy.Caller}. Invariant: whatever cannot be found out for certain
 * lets nobody in. Begin at {@link freehold.control.identity.Callers}.
 */
@NullMarked
package freehold.control.identity;

import org.jspecify.annotations.NullMarked;
