/** Finds what tests leave behind. Begin at {@link freehold.leak.LeakWatch}. */
@NullMarked
package freehold.leak;

import org.jspecify.annotations.NullMarked;
