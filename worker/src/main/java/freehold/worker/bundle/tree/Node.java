package freehold.worker.bundle.tree;

import freehold.quantity.Digest;

/** What stands at one path. Owner, times and permission bits are the same for all, so they are not here. */
public sealed interface Node {
    /** A directory, mode 0755. */
    record Directory() implements Node {}

    /**
     * A regular file, mode 0644 or 0755.
     *
     * @param size in bytes
     */
    record File(Digest content, long size, Access access) implements Node {}

    /** A symbolic link; the target is kept as it is, for it is resolved inside the cell. */
    record Link(String target) implements Node {}

    /** Whether a file may be executed. */
    enum Access {
        READABLE,
        EXECUTABLE
    }
}
