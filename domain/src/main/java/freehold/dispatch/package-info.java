/**
 * Which waiting execution gets the next free cell, as a pure rule. Invariant: over any time in which two tenants always have something
 * waiting, the cell time that each had for its weight differs by no more than one execution of each for every cell. Begin at {@link
 * freehold.dispatch.FairQueue}.
 */
@NullMarked
package freehold.dispatch;

import org.jspecify.annotations.NullMarked;
