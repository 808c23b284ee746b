/**
 * A request becomes a plan or a refusal, whoever brought it: the HTTP API, a dialect, or the command line without any server.
 * Invariant: a refusal comes before anything ran or was stored, and no value that was asked for is altered. Begin at {@link
 * freehold.control.admission.Admission}.
 */
@NullMarked
package freehold.control.admission;

import org.jspecify.annotations.NullMarked;
