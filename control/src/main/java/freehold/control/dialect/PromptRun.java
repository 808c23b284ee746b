package freehold.control.dialect;

import freehold.control.exchange.Call;
import freehold.control.exchange.Presence;
import freehold.control.execution.Executions;
import freehold.control.execution.Live;
import freehold.control.execution.Submission;
import freehold.control.record.Entry;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.Request;
import freehold.execution.State;
import freehold.refusal.Refusal;
import java.time.Duration;
import java.util.Optional;

/** A run whose client waits for the end of it. A client that goes away ends it, for it has no name to ask for it by. */
public final class PromptRun {
    private PromptRun() {}

    /** What came of it. */
    public sealed interface Result {
        record Declined(Refusal refusal) implements Result {}

        /** As it was when it ended, or when the patience did. */
        record Known(Entry entry) implements Result {}
    }

    /**
     * Hands a request in, and waits.
     *
     * @param stored what is kept as the body of the request
     */
    public static Result of(Executions executions, Call call, Request request, byte[] stored, Duration patience)
            throws InterruptedException {
        return switch (executions.submit(call.tenant(), request, stored, Optional.empty())) {
            case Submission.Declined(Refusal refusal) -> new Result.Declined(refusal);
            case Submission.Known(Execution execution) -> known(executions, execution);
            case Submission.Joined(Live live) -> known(executions, live.await(patience));
            case Submission.Begun(Live live) -> {
                try (Presence.Watch _ = call.presence().watch(() -> executions.cancel(live))) {
                    Execution now = live.await(patience);
                    if (now.state() != State.FINISHED) {
                        executions.promise(live);
                    }
                }
                yield known(executions, live.now());
            }
        };
    }

    private static Result known(Executions executions, Execution execution) {
        ExecutionId id = execution.id();
        return new Result.Known(executions
                .entry(execution.tenant(), id)
                .orElseThrow(() -> new IllegalStateException(id + " was erased while its client waited")));
    }
}
