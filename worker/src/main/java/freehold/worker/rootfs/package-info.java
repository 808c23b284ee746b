/**
 * Which files make a runtime's root. Host toolchains are discovered, the files that they need are gathered, hashed, and put into
 * one read-only tree a root, which the cell daemon mounts. Invariant: a root that a {@code roots.d} file names is complete and never
 * changes again, for its name holds the digest of its contents; and nothing is executed or shown that anybody but root could have
 * changed. Runs as root, before privileges are dropped. Begin at {@link freehold.worker.rootfs.HostToolchains}.
 */
@NullMarked
package freehold.worker.rootfs;

import org.jspecify.annotations.NullMarked;
