@NullMarked
package freehold.worker.bundle.client;

import org.jspecify.annotations.NullMarked;
