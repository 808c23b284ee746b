/** A boundary to try the controls on: {@link freehold.wall.Wall}, and the tests that try to cross it. */
@NullMarked
package freehold.wall;

import org.jspecify.annotations.NullMarked;
