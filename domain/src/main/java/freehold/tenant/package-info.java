/** Who owns executions and keys. Invariant: everything that is kept belongs to exactly one tenant. */
@NullMarked
package freehold.tenant;

import org.jspecify.annotations.NullMarked;
