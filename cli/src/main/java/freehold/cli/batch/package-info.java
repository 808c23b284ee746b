/**
 * {@code freehold batch}: many programs on a server at once. Invariant: what is in a file of requests is sent as it is, and the server says what is
 * wrong with it. Begin at {@link freehold.cli.batch.BatchCommand}.
 */
@NullMarked
package freehold.cli.batch;

import org.jspecify.annotations.NullMarked;
