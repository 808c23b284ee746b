package freehold.worker.bundle.store;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.wire.bundle.LockFile;
import java.nio.file.Path;

/**
 * A bundle that can be used.
 *
 * @param digest of its tree
 * @param lock what it was built from
 * @param tree the root: read-only, to be mounted as it is
 * @param size of all its files, shared ones too
 */
public record InstalledBundle(Digest digest, LockFile lock, Path tree, Bytes size) {}
