/**
 * Cells of the tier {@code process}, by way of the cell daemon on this machine. Invariant: one connection is one cell's life, and each
 * wait has a bound. Begin at {@link freehold.worker.linux.LinuxCells}; the conversation is described in {@code cell/frame.h}.
 */
@NullMarked
package freehold.worker.linux;

import org.jspecify.annotations.NullMarked;
