package freehold.control.execution;

import freehold.cell.Limit;
import freehold.cell.Limits;
import freehold.control.ledger.Ledger;
import freehold.control.record.Entry;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.Outcome;
import freehold.execution.Request;
import freehold.execution.StepResult;
import freehold.ledger.Act;
import freehold.refusal.Conflict;
import freehold.refusal.NotFound;
import freehold.refusal.Refusal;
import freehold.refusal.RuntimeMissing;
import freehold.refusal.RuntimeUnknown;
import freehold.tenant.TenantId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Runs recorded executions again: the very runtime, the same files, arguments and limits; an execution like any other. */
public final class Replays {
    /** A label of the new one: which execution it repeats. */
    public static final String LABEL = "replay_of";

    private final Executions executions;
    private final Ledger ledger;
    private final Executions.StoredRequests requests;

    public Replays(Executions executions, Ledger ledger, Executions.StoredRequests requests) {
        this.executions = executions;
        this.ledger = ledger;
        this.requests = requests;
    }

    /** What came of asking for it. */
    public sealed interface Begun {
        record Again(Execution original, Live live) implements Begun {}

        record Declined(Refusal refusal) implements Begun {}
    }

    /**
     * Runs it again, unless it cannot be.
     *
     * @param act is in the ledger when the new execution is begun, and not there if it is not
     */
    public Begun begin(TenantId tenant, ExecutionId id, Act act) {
        Optional<Entry> found = executions.entry(tenant, id);
        if (found.isEmpty()) {
            return declined(
                    ledger.receipt(tenant, id).isPresent()
                            ? new Conflict(
                                    "This execution was erased; its receipt is left, and nothing that could be run",
                                    "Submit its request again, from your own copy")
                            : new NotFound(NotFound.Thing.EXECUTION));
        }
        Entry entry = found.get();
        Optional<Outcome> outcome = entry.execution().outcome();
        if (outcome.isEmpty()) {
            return declined(new Conflict(
                    "This execution has not ended",
                    "Replay it afterwards; GET /v1/executions/" + id + "?wait=30s waits for that"));
        }
        if (entry.execution().isReduced()) {
            return declined(new Conflict(
                    "Nothing is left of this execution that could be run: it was to retain "
                            + switch (entry.execution().retain()) {
                                case DIGEST -> "digests alone (retain: digest); its receipt has them";
                                case NONE -> "nothing (retain: none); its receipt says how it ended";
                                case FULL -> "everything";
                            },
                    "Submit the request again, with retain: full if it is to be replayed"));
        }
        Optional<Request> request = requests.read(tenant, entry.request());
        if (request.isEmpty()) {
            return declined(new Conflict(
                    "The request of this execution, or content that it names, is gone",
                    "Store the content again by PUT /v1/blobs/{digest}, or submit the request anew"));
        }
        if (request.get().dialogue().isOpen()) {
            return declined(new Conflict(
                    "What was said to an interactive execution is not kept, so it cannot be replayed",
                    "Submit its request again, and say it again"));
        }
        return submit(entry, outcome.get(), request.get(), act);
    }

    private Begun submit(Entry entry, Outcome outcome, Request request, Act act) {
        Execution original = entry.execution();
        Map<String, String> labels = new HashMap<>(original.labels()); // a batch gave it some that its body lacks
        labels.put(LABEL, original.id().value());
        Request again = request.repeated(
                        original.runtime().name() + "@" + original.runtime().digest(),
                        limits(original.limits()),
                        outcome.build()
                                .map(StepResult::limits)
                                .map(Replays::limits)
                                .orElse(request.buildLimits()),
                        labels)
                .pinned(original.secrets());
        return switch (executions.entrance().submit(original.tenant(), again, entry.request(), act)) {
            case Submission.Begun(Live live) -> new Begun.Again(original, live);
            case Submission.Declined(RuntimeUnknown _) ->
                declined(new RuntimeMissing(
                        original.runtime().name() + " " + original.runtime().version(),
                        "the files that this execution ran on, "
                                + original.runtime().digest() + ", are not installed any more"));
            case Submission.Declined(Refusal refusal) -> declined(refusal);
            case Submission.Joined _, Submission.Known _ ->
                throw new IllegalStateException("only a key could have joined them");
        };
    }

    private static Begun declined(Refusal refusal) {
        return new Begun.Declined(refusal);
    }

    private static Map<Limit, Long> limits(Limits limits) {
        Map<Limit, Long> asked = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            asked.put(limit, limit.of(limits));
        }
        return asked;
    }
}
