/**
 * What the build does once with the finished program, so that the JVM can note which classes it needs (JEP 483, JEP 514): a run and
 * a server, as small as they can be. Invariant: nothing of it is left but the note. Begin at {@link
 * freehold.cli.rehearsal.RehearseCommand}.
 */
@NullMarked
package freehold.cli.rehearsal;

import org.jspecify.annotations.NullMarked;
