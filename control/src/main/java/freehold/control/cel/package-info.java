/**
 * The port {@link freehold.control.policy.Conditions} by the Common Expression Language. Invariant: an expression is checked against the
 * declared variables before it is in force, has no loop, and its cost is linear in the request. Begin at {@link
 * freehold.control.cel.CelConditions}.
 */
@NullMarked
package freehold.control.cel;

import org.jspecify.annotations.NullMarked;
