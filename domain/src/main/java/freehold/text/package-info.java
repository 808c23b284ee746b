/**
 * Words that somebody else chose, a program, a caller or a server that lies, on their way to a person's eyes. Invariant: what went through here
 * cannot begin a line or tell a terminal anything. Begin at {@link freehold.text.Printable}.
 */
@NullMarked
package freehold.text;

import org.jspecify.annotations.NullMarked;
