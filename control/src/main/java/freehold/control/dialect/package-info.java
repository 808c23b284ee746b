/**
 * The APIs of other products, one package each: decode, hand in ordinary executions, encode. What they share is here. Invariant: a
 * dialect decides nothing on who may run what, for how long or with how much; that is {@link freehold.control.admission}. Begin at {@link
 * freehold.control.exchange.Dialect}, then {@link freehold.control.dialect.PromptRun}.
 */
@NullMarked
package freehold.control.dialect;

import org.jspecify.annotations.NullMarked;
