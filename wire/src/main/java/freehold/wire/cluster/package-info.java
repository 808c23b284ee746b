/**
 * Control and workers in processes of their own: the protocol between them, over any {@link freehold.wire.bus.Bus}. A worker tells what
 * it offers and how much of it is free; a control gives work against that, to one that has the plan's very runtime, and each assignment
 * has a number that nobody can guess. Invariant: whatever message is lost, an assignment ends with exactly one last report, because every
 * presence of a worker says what it has, and what it does not have is lost; and a report under a number that counts no more has no
 * effect. Begin at {@link freehold.wire.cluster.BusLink}.
 */
@NullMarked
package freehold.wire.cluster;

import org.jspecify.annotations.NullMarked;
