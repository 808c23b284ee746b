/**
 * Which waiting execution gets the next free cell, as a pure rule. Invariant: as long as a tenant waits, no other is served twice
 * before it is served once. Begin at {@link freehold.dispatch.FairTurn}.
 */
@NullMarked
package freehold.dispatch;

import org.jspecify.annotations.NullMarked;
