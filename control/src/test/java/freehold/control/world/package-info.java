/**
 * A whole server with a scripted worker in place of a real one, for tests. Begin at {@link freehold.control.world.World}.
 */
@NullMarked
package freehold.control.world;

import org.jspecify.annotations.NullMarked;
