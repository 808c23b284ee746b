/** The small rules of the dialect of Piston by themselves. */
@NullMarked
package freehold.control.dialect.piston;

import org.jspecify.annotations.NullMarked;
