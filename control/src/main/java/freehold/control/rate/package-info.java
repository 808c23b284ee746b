/**
 * How often callers may ask, and how much of a bounded thing one tenant has at one time. Invariant: whoever is let in has paid one token of
 * their tenant's bucket, and of their key's own if it has one. Begin at {@link freehold.control.rate.Rates}.
 */
@NullMarked
package freehold.control.rate;

import org.jspecify.annotations.NullMarked;
