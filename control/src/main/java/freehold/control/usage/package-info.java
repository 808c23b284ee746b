/**
 * What tenants and their groups have used, month by month, for whoever has to account for it. Invariant: an end is counted in the step that
 * stores it, once, and stays counted when the execution is erased. Begin at {@link freehold.control.usage.Usage}.
 */
@NullMarked
package freehold.control.usage;

import org.jspecify.annotations.NullMarked;
