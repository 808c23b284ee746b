/**
 * An execution on this worker: a plan is carried out step by step, each in a cell of its own, and what happens is reported. Invariant:
 * the last report is {@link freehold.wire.link.Report.Finished}, and it comes exactly once, whatever fails. Begin at {@link
 * freehold.worker.execution.CellWorker}.
 */
@NullMarked
package freehold.worker.execution;

import org.jspecify.annotations.NullMarked;
