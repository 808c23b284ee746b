/**
 * Negative controls of the boundaries that Java upholds: each is left out, and the tests that try to cross it must then fail. Invariant: the
 * classes on disk stay as they are; what is left out is left out of a copy in memory. Begin at {@link freehold.boundary.Controls}.
 */
@NullMarked
package freehold.boundary;

import org.jspecify.annotations.NullMarked;
