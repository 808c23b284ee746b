/**
 * Client of Freehold, which runs untrusted code on machines you own: the HTTP API as records, by the JDK's HTTP client.
 *
 * <p>Invariant: each call may be made again safely, for those that begin something carry an idempotency key. What a program did
 * wrong is a {@link freehold.client.Verdict} and never an exception. Begin at {@link freehold.client.FreeholdClient}.
 */
@NullMarked
package freehold.client;

import org.jspecify.annotations.NullMarked;
