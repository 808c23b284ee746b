/**
 * The cell daemon as a child of this process: its configuration, its start, its end. Invariant: the daemon lives no longer than the
 * pipe to it, and so no longer than this process, however that ends. Begin at {@link freehold.cli.daemon.CellDaemon}.
 */
@NullMarked
package freehold.cli.daemon;

import org.jspecify.annotations.NullMarked;
