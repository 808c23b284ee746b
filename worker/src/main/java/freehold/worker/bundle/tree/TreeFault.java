package freehold.worker.bundle.tree;

import java.io.IOException;

/** Something that cannot stand in a tree, such as a path that climbs out of it or two packages' different files at one path. */
public final class TreeFault extends IOException {
    public TreeFault(String message) {
        super(message);
    }
}
