/**
 * Bundled runtimes: a lockfile becomes a root file system with a digest. {@link freehold.worker.bundle.Locker} finds the exact
 * packages, {@link freehold.worker.bundle.Installer} fetches and unpacks them. Invariant: the digest depends on the lockfile alone, not
 * on the host, the order of work or earlier installs. Begin at {@link freehold.worker.bundle.Installer}.
 */
@NullMarked
package freehold.worker.bundle;

import org.jspecify.annotations.NullMarked;
