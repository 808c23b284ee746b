/**
 * The other side of the HTTP API: requests out, executions, events and problems in. It reads what it needs and skips what it does
 * not know, so that it goes on working with a newer server. Begin at {@link freehold.wire.client.RequestJson}.
 */
@NullMarked
package freehold.wire.client;

import org.jspecify.annotations.NullMarked;
