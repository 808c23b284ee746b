/**
 * The JSON documents of container images: index, manifest and configuration (OCI image spec 1.1) and the manifest of a docker
 * archive. Invariant: a digest or size that is missing or malformed refuses the document; what we do not use is passed over, as the
 * specification demands. Begin at {@link freehold.wire.oci.ImageCodec}.
 */
@NullMarked
package freehold.wire.oci;

import org.jspecify.annotations.NullMarked;
