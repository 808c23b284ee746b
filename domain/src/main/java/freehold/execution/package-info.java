/**
 * One program run once for one tenant: what was asked ({@link freehold.execution.Request}), what it has become ({@link
 * freehold.execution.Plan}, immutable, all a worker ever sees), how it ended ({@link freehold.execution.Outcome}) and the rule from facts to
 * {@link freehold.execution.Verdict}. Begin at {@link freehold.execution.Plan}.
 */
@NullMarked
package freehold.execution;

import org.jspecify.annotations.NullMarked;
