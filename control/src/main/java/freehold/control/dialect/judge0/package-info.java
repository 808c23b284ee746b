/**
 * Judge0, as of its release 1.13.1: submissions with tokens, statuses by number, languages by number. A token is an execution's id in
 * another form, so nothing is kept here; what a submission had besides an ordinary request is in the body that is stored with it.
 * Invariant: for equal facts the peer's status, from {@link freehold.control.dialect.judge0.StatusRule}. Begin at {@link
 * freehold.control.dialect.judge0.Judge0}.
 */
@NullMarked
package freehold.control.dialect.judge0;

import org.jspecify.annotations.NullMarked;
