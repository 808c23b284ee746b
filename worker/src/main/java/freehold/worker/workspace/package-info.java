/**
 * The files of an execution: into a cell before its program, out of it afterwards, and from a build step to the run step, if need be by
 * way of the cache. Invariant: a file that a program left is only ever bytes with a checked name here; nothing of it is opened by
 * path in a place where a program could write, and no tenant is given what another built. Begin at {@link
 * freehold.worker.workspace.Staging}.
 */
@NullMarked
package freehold.worker.workspace;

import org.jspecify.annotations.NullMarked;
