/**
 * {@code freehold run}: a file, a directory or standard input becomes a {@link freehold.execution.Request}, runs here or on a
 * server, and its output goes to the streams that the program wrote to. Invariant: standard output carries the program's bytes
 * and nothing else, unless {@code --json} asked for the execution instead. Begin at {@link freehold.cli.run.RunCommand}.
 */
@NullMarked
package freehold.cli.run;

import org.jspecify.annotations.NullMarked;
