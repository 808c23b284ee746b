@NullMarked
package freehold.wire.bundle;

import org.jspecify.annotations.NullMarked;
