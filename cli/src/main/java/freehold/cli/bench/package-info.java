/**
 * {@code freehold bench}: the same programs by Freehold over HTTP and bare, turn by turn, and the ratio of the two. Invariant: what is
 * compared runs on the same machine at the same time, and the machine is named in the result. Begin at {@link
 * freehold.cli.bench.BenchCommand}.
 */
@NullMarked
package freehold.cli.bench;

import org.jspecify.annotations.NullMarked;
