@NullMarked
package freehold.worker.bundle;

import org.jspecify.annotations.NullMarked;
