/**
 * Which code digests and seals bytes. Invariant: what is computed is the same with it and without. Begin at
 * {@link freehold.cli.crypto.NativeCrypto}.
 */
@NullMarked
package freehold.cli.crypto;

import org.jspecify.annotations.NullMarked;
