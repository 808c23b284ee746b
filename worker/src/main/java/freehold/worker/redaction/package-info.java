/**
 * Takes the values of secrets out of what programs write. Invariant: what leaves a redactor has no value in it in any of its forms, wherever
 * the program cut its writes. It guards against accidents: a program that wants to tell a secret can always write it in another form.
 * Begin at {@link freehold.worker.redaction.Redactor}.
 */
@NullMarked
package freehold.worker.redaction;

import org.jspecify.annotations.NullMarked;
