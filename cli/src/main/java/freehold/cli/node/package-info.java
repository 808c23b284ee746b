/**
 * The wiring of what runs programs: as root, the host's toolchains and the daemon ({@link freehold.cli.node.HostStage}); then, as whoever is left,
 * cells and worker at a link ({@link freehold.cli.node.WorkerNode}). Invariant: nothing that listens on a network is made here. Begin at
 * {@link freehold.cli.node.HostStage}.
 */
@NullMarked
package freehold.cli.node;

import org.jspecify.annotations.NullMarked;
