/**
 * {@code freehold doctor}: looks at the host and says what lacks, what that costs and how to mend it. Each check is a pure
 * function of the host's files and answers ({@link freehold.cli.doctor.Host}), so that a test can describe any host. Invariant: nothing is
 * changed. Begin at {@link freehold.cli.doctor.Doctor}.
 */
@NullMarked
package freehold.cli.doctor;

import org.jspecify.annotations.NullMarked;
