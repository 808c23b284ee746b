package freehold.control.dialect;

import freehold.control.exchange.Answer;
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
import freehold.wire.client.RequestJson;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** A run whose client waits for the end of it. A client that goes away ends it, for it has no name to ask for it by. */
public final class PromptRun {
    private PromptRun() {}

    /** What came of it. */
    public sealed interface Result {
        record Declined(Refusal refusal) implements Result {}

        /** As it was when it ended, or when the patience did. */
        record Known(Entry entry) implements Result {}
    }

    /** What becomes of a run that has not ended in time. */
    public enum Otherwise {
        /** It goes on, is stored, and can be asked for. */
        IS_PROMISED,
        /** Nobody could ask for it. */
        IS_CANCELLED
    }

    /** Above every limit on a build and a run together; what waits longer than the rest of it is told so. */
    public static final Duration PATIENCE = Duration.ofMinutes(25);

    /**
     * Hands a request of our own API in, and waits for its end.
     *
     * @param known told what is known of it then; it is cancelled if that is not its end
     */
    public static Answer answer(
            Executions executions,
            Call call,
            Request request,
            Function<Refusal, Answer> refused,
            Function<Entry, Answer> known)
            throws InterruptedException {
        return switch (of(executions, call, request, RequestJson.of(request), PATIENCE, Otherwise.IS_CANCELLED)) {
            case Result.Declined(Refusal refusal) -> refused.apply(refusal);
            case Result.Known(Entry entry) -> known.apply(entry);
        };
    }

    /**
     * Hands a request in, and waits.
     *
     * @param stored what is kept as the body of the request
     * @param otherwise what becomes of it if it has not ended in that time
     */
    public static Result of(
            Executions executions, Call call, Request request, byte[] stored, Duration patience, Otherwise otherwise)
            throws InterruptedException {
        return of(
                executions,
                call,
                () -> executions.submit(call.tenant(), request, stored, Optional.empty()),
                patience,
                otherwise);
    }

    /** The same for whoever has something to do as soon as it is handed in. */
    public static Result of(
            Executions executions, Call call, Supplier<Submission> handing, Duration patience, Otherwise otherwise)
            throws InterruptedException {
        return switch (handing.get()) {
            case Submission.Declined(Refusal refusal) -> new Result.Declined(refusal);
            case Submission.Known(Execution execution) -> known(executions, execution);
            case Submission.Joined(Live live) -> {
                live.await(patience);
                yield new Result.Known(live.entry());
            }
            case Submission.Begun(Live live) -> {
                try (Presence.Watch _ = call.presence().watch(() -> executions.cancel(live))) {
                    Execution now = live.await(patience);
                    if (now.state() != State.FINISHED) {
                        switch (otherwise) {
                            case IS_PROMISED -> executions.promise(live);
                            case IS_CANCELLED -> executions.cancel(live);
                        }
                    }
                }
                yield new Result.Known(live.entry());
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
