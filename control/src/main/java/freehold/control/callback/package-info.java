/**
 * The end of an execution is told to whom the request named: signed, as Standard Webhooks has it, at least once, again after a failure,
 * and kept as dead when it was tried for long enough. Invariant: a message is stored in one step with the end that it tells. Begin at
 * {@link freehold.control.callback.Courier}.
 */
@NullMarked
package freehold.control.callback;

import org.jspecify.annotations.NullMarked;
