/**
 * What a tenant may ask for. A policy grants or refuses, and never alters a request: its defaults fill only what a request left out, and
 * the one thing it may change is to demand a stronger tier. Invariant: a stricter policy grants no more. Begin at {@link
 * freehold.policy.Policy}.
 */
@NullMarked
package freehold.policy;

import org.jspecify.annotations.NullMarked;
