/**
 * The confined place a step runs in, as data: what it is made of ({@link freehold.cell.CellSpec}), what runs in it
 * ({@link freehold.cell.Program}) and what it reports afterwards ({@link freehold.cell.CellReport}). A report holds facts,
 * never opinions: the verdict is made elsewhere. Begin at {@link freehold.cell.Limits}.
 */
@NullMarked
package freehold.cell;

import org.jspecify.annotations.NullMarked;
