/**
 * Jobe, version 2, as the question type CodeRunner uses it: languages, runs, and files that are sent ahead of a run. Files go to the
 * store of content; which of them a name means is remembered for as long as the server lives, and a client that is told that a file is
 * missing sends it again. Begin at {@link freehold.control.dialect.jobe.Jobe}.
 */
@NullMarked
package freehold.control.dialect.jobe;

import org.jspecify.annotations.NullMarked;
