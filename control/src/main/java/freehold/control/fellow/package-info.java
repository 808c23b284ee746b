/**
 * One control among several: what they ask one another over the bus, and how one takes over what another had that died. Invariant: an
 * execution that is stored and has not ended is some control's by the record, and only that one ends it. Begin at
 * {@link freehold.control.fellow.TenureKeeper}.
 */
@NullMarked
package freehold.control.fellow;

import org.jspecify.annotations.NullMarked;
