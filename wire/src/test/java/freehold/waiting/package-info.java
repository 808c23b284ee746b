/** What tests of several threads wait for instead of sleeping. Begin at {@link freehold.waiting.Waiting}. */
@NullMarked
package freehold.waiting;

import org.jspecify.annotations.NullMarked;
