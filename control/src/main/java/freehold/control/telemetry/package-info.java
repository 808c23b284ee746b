/**
 * What the server counts of itself, for its keeper. Invariant: nothing leaves the house, and no label has a value that a tenant
 * chooses freely. Begin at {@link freehold.control.telemetry.Metrics}.
 */
@NullMarked
package freehold.control.telemetry;

import org.jspecify.annotations.NullMarked;
