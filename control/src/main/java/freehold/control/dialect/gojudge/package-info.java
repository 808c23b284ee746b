/**
 * The API of go-judge: programs by their command lines, with files that outlive them. Invariant: a command is found among those of the
 * runtimes that are installed, and runs in a root of one; nothing of the host is read, whatever a path says. Begin at {@link
 * freehold.control.dialect.gojudge.GoJudge}.
 */
@NullMarked
package freehold.control.dialect.gojudge;

import org.jspecify.annotations.NullMarked;
