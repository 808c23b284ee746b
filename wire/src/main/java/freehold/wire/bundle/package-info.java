/**
 * Lockfiles: the exact packages that make a bundled runtime, as a file that people review. Invariant: a lock that exists names each
 * package by version, size and hash, and holds nothing that could be taken for an option, a path outside its place, or a host.
 * Begin at {@link freehold.wire.bundle.LockFile}.
 */
@NullMarked
package freehold.wire.bundle;

import org.jspecify.annotations.NullMarked;
