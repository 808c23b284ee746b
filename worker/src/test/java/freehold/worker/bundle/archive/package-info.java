@NullMarked
package freehold.worker.bundle.archive;

import org.jspecify.annotations.NullMarked;
