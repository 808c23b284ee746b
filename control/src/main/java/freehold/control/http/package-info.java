/**
 * The HTTP edge: decode, call, encode. The only place that knows statuses, and the only one that knows the web server. Invariant:
 * whatever a client sends is answered with what the contract says or a problem document, never with something of our insides. Begin at
 * {@link freehold.control.http.ApiServer}, then {@link freehold.control.http.ExecutionRoutes}.
 */
@NullMarked
package freehold.control.http;

import org.jspecify.annotations.NullMarked;
