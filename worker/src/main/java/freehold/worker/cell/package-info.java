/**
 * The life of a cell: prepared, lent once, destroyed. {@link freehold.worker.cell.Cells} is the port that an adapter for each tier
 * fills; {@link freehold.worker.cell.CellPool} keeps some prepared ahead of need. Invariant: no cell is used twice, and a
 * cell that is closed is dead with all that was in it. Begin at {@link freehold.worker.cell.Cells}.
 */
@NullMarked
package freehold.worker.cell;

import org.jspecify.annotations.NullMarked;
