/**
 * What was used, as a table, and what others would have asked for it. Invariant: prices come from a file of whoever asks; none is known
 * here. Begin at {@link freehold.cli.usage.UsageCommand}.
 */
@NullMarked
package freehold.cli.usage;

import org.jspecify.annotations.NullMarked;
