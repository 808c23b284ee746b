/**
 * All that is kept for one tenant, as one archive that needs no Freehold to be read. Invariant: no more is in memory than one execution
 * and one part of a list. Begin at {@link freehold.control.export.TenantExport}.
 */
@NullMarked
package freehold.control.export;

import org.jspecify.annotations.NullMarked;
