/**
 * The package clients that the operator has set up: apt, npm, pip, Maven. They know the mirrors, proxies and keys; this package
 * only speaks to them, by argument lists. Invariant: nothing a client leaves is believed; whoever takes a file compares its hash with
 * the lock. Begin at {@link freehold.worker.bundle.client.PackageClient}.
 */
@NullMarked
package freehold.worker.bundle.client;

import org.jspecify.annotations.NullMarked;
