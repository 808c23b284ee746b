/**
 * The loop around the pure rule of {@link freehold.dispatch}: with a free cell a plan leaves at once, on the thread that brought it;
 * else it waits here, in a queue that is bounded in number and in bytes. Invariant: what was let in is either handed to a worker or
 * ended, never forgotten. Begin at {@link freehold.control.dispatch.Dispatcher}.
 */
@NullMarked
package freehold.control.dispatch;

import org.jspecify.annotations.NullMarked;
