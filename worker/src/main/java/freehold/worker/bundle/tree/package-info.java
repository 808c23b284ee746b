/**
 * A root file system as a value: paths to directories, regular files by digest, and symbolic links. Whatever an archive says is
 * first put into such a tree and only then made on disk. Invariant: each path is relative, has no {@code .} or {@code ..}, and all
 * its ancestors are directories of the same tree; so what is made from a tree cannot lie outside its place. Begin at {@link
 * freehold.worker.bundle.tree.Tree}.
 */
@NullMarked
package freehold.worker.bundle.tree;

import org.jspecify.annotations.NullMarked;
