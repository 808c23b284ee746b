/**
 * The site's store: every input file ever fetched, every file ever unpacked, and the trees made of hard links to the latter.
 *
 * <pre>
 * store/lock                        held while the store is changed
 * store/inputs/sha256/ab/cdef…      packages and image blobs, as they were fetched
 * store/files/sha256/ab/cdef…[.x]   contents of unpacked files; .x is the executable one
 * store/partial/…                   what is being written; worthless after a crash
 * store/listings/sha256/ab/cdef…    what an input unpacks to
 * bundles/HEX/tree                  a root, read-only from the day it is made
 * bundles/HEX/listing               what HEX is the digest of
 * bundles/HEX/NAME@VERSION.lock.yaml   the bundles that this tree is, and what each was built from
 * </pre>
 *
 * Invariant: a name that contains a digest names exactly the bytes of that digest, and appears in one step. Begin at {@link
 * freehold.worker.bundle.store.BundleStore}.
 */
@NullMarked
package freehold.worker.bundle.store;

import org.jspecify.annotations.NullMarked;
