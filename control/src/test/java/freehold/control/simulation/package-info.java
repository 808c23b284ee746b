/**
 * The whole of a cluster under a virtual clock, from one seed: the product's rules, dispatcher, link, roster, takeover and statements of
 * the record; only clock, bus, database and cells are made up. Invariant: one thing happens at a time, and the same seed gives the same
 * course. Begin at {@link freehold.control.simulation.Trial}.
 */
@NullMarked
package freehold.control.simulation;

import org.jspecify.annotations.NullMarked;
