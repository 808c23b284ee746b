/**
 * A server that somebody runs elsewhere, as a command sees it. Invariant: a key is sent to the server that was named and to nobody else,
 * for redirects are not followed. Begin at {@link freehold.cli.remote.RemoteServer}.
 */
@NullMarked
package freehold.cli.remote;

import org.jspecify.annotations.NullMarked;
