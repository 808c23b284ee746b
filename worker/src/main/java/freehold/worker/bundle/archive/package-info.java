/**
 * Archives, which are untrusted: tar, also compressed, in Debian and npm packages and images; zip in wheels. Invariant: reading
 * one changes nothing but the content-addressed store and a {@link freehold.worker.bundle.tree.Tree}; each size and count has a
 * bound. Begin at {@link freehold.worker.bundle.archive.TarReader}.
 */
@NullMarked
package freehold.worker.bundle.archive;

import org.jspecify.annotations.NullMarked;
