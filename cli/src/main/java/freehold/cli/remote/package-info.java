/**
 * A server as other commands than {@code run} speak to it: its address, the caller's key, and refusals in words. Invariant: an answer that
 * is no success ends the command with the server's own sentence. Begin at {@link freehold.cli.remote.Remote}.
 */
@NullMarked
package freehold.cli.remote;

import org.jspecify.annotations.NullMarked;
