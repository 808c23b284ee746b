/**
 * Values that a tenant keeps here to be given to its programs, by their names and versions. Invariant: no type of this package holds a
 * value. Begin at {@link freehold.secret.SecretVersion}.
 */
@NullMarked
package freehold.secret;

import org.jspecify.annotations.NullMarked;
