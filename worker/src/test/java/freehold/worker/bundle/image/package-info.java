@NullMarked
package freehold.worker.bundle.image;

import org.jspecify.annotations.NullMarked;
