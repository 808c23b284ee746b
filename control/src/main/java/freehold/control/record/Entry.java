package freehold.control.record;

import freehold.execution.Callback;
import freehold.execution.Execution;
import freehold.execution.Plan;
import freehold.execution.WorkerIdentity;
import freehold.quantity.Digest;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that is kept of one execution.
 *
 * @param request the body as the client sent it, after it was found to be well-formed
 * @param inputs stored content that the request names
 * @param callback told of the end when that is stored; is not given back, for it is part of the request
 * @param course how it was carried out, for its receipt; is not given back
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and not changed by anybody
public record Entry(
        Execution execution,
        byte[] request,
        Set<Digest> inputs,
        Journal journal,
        Optional<Callback> callback,
        Optional<Course> course) {
    /**
     * What was to be done, and by whom it was.
     *
     * @param worker absent while no worker has it
     */
    public record Course(Plan plan, Optional<WorkerIdentity> worker) {}

    /** One whose end is told to nobody. */
    public Entry(Execution execution, byte[] request, Set<Digest> inputs, Journal journal) {
        this(execution, request, inputs, journal, Optional.empty());
    }

    /** One that nobody carries out now. */
    public Entry(
            Execution execution, byte[] request, Set<Digest> inputs, Journal journal, Optional<Callback> callback) {
        this(execution, request, inputs, journal, callback, Optional.empty());
    }

    public Entry {
        inputs = Set.copyOf(inputs);
    }
}
