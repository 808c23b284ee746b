package freehold.control.record;

import freehold.execution.Execution;
import freehold.quantity.Digest;
import java.util.Set;

/**
 * Everything that is kept of one execution.
 *
 * @param request the body as the client sent it, after it was found to be well-formed
 * @param inputs stored content that the request names
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and not changed by anybody
public record Entry(Execution execution, byte[] request, Set<Digest> inputs, Journal journal) {
    public Entry {
        inputs = Set.copyOf(inputs);
    }
}
