@NullMarked
package freehold.worker.bundle.store;

import org.jspecify.annotations.NullMarked;
