/**
 * The wiring of what runs programs: as root, the host's toolchains and the daemon ({@link freehold.cli.node.Ground}); then, as whoever is left,
 * cells and worker at a link ({@link freehold.cli.node.WorkerNode}). Invariant: nothing that listens on a network is made here. Begin at
 * {@link freehold.cli.node.Ground}.
 */
@NullMarked
package freehold.cli.node;

import org.jspecify.annotations.NullMarked;
