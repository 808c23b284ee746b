@NullMarked
package freehold.worker.bundle.tree;

import org.jspecify.annotations.NullMarked;
