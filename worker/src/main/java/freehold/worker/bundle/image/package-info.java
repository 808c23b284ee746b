/**
 * Bundles and container images as files: export to an OCI image layout in a tar archive, import of such an archive, of a layout
 * directory and of a docker archive. Invariant: each blob is read once and hashed while it is read, and nothing is installed before all
 * hashes agreed. Begin at {@link freehold.worker.bundle.image.Exporter}.
 */
@NullMarked
package freehold.worker.bundle.image;

import org.jspecify.annotations.NullMarked;
