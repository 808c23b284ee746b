package freehold.control.execution;

import freehold.control.dispatch.Dispatcher;
import freehold.control.record.Entry;
import freehold.control.record.Journal;
import freehold.control.telemetry.TraceContext;
import freehold.dispatch.Priority;
import freehold.dispatch.Standing;
import freehold.execution.Callback;
import freehold.execution.Dialogue;
import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.Plan;
import freehold.execution.State;
import freehold.execution.Untold;
import freehold.execution.WorkerIdentity;
import freehold.quantity.Digest;
import freehold.wire.link.Hearing;
import freehold.wire.link.Lease;
import freehold.wire.link.Report;
import freehold.wire.link.Reports;
import freehold.wire.link.Speech;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An execution that has not ended, or whose end is not yet stored. Its end is known here before it is told to anybody: what others could
 * take over is told when it is stored, for until then another end may be.
 */
public final class Live implements Dispatcher.Errand {
    private static final Logger LOG = LoggerFactory.getLogger(Live.class);

    /** The labels by which a tenant orders what is its own. */
    private static final String GROUP = "group";

    private static final String PRIORITY = "priority";

    /** A program that takes its worker along each time is not begun for ever. */
    private static final int LOSSES_MAX = 5;

    /** One that was talked to cannot be begun again: what was said is gone. */
    private static final int LOSSES_MAX_OF_DIALOGUE = 1;

    private final Plan plan;
    private final Standing standing;
    private final byte[] request;
    private final Set<Digest> inputs;
    private final Optional<Callback> callback;
    private final InstantSource clock;
    private final Follower follower;
    private final long admittedNanos = System.nanoTime();
    private final Optional<TraceContext> trace = TraceContext.current();
    private final EventLog log;
    private final CompletableFuture<Execution> finished = new CompletableFuture<>();
    private final CompletableFuture<Execution> fate = new CompletableFuture<>();
    private final CompletableFuture<Execution> handed = new CompletableFuture<>();

    private volatile boolean kept;
    private volatile boolean inCompany;

    // guarded by this
    private Execution now; // as it is told
    private @Nullable Execution ending;
    private Journal journal = Journal.EMPTY;
    private @Nullable Lease lease;
    private @Nullable WorkerIdentity worker;
    private boolean cancelRequested;
    private boolean stopped;
    private boolean waiting = true;
    private int losses;

    /** Told of what an execution cannot do for itself. */
    interface Follower {
        void finished(Live ended);

        /** No worker has it any more; it is to wait again. */
        void returned(Live back);

        /** No worker has it any more, and none shall again. */
        void lost(Live gone);
    }

    Live(
            Plan plan,
            Map<String, String> labels,
            byte[] request,
            Set<Digest> inputs,
            Optional<Callback> callback,
            Instant createdAt,
            InstantSource clock,
            Follower follower) {
        this.plan = plan;
        this.standing = new Standing(
                plan.tenant(),
                labels.getOrDefault(GROUP, ""),
                Priority.of(labels.getOrDefault(PRIORITY, "")).orElse(Priority.NORMAL));
        this.request = request;
        this.inputs = inputs;
        this.callback = callback;
        this.clock = clock;
        this.follower = follower;
        this.log = new EventLog(outputMax(plan));
        this.now = Execution.queued(plan, labels, createdAt);
    }

    private static long outputMax(Plan plan) {
        long run = plan.run().cell().limits().output().count();
        return plan.build()
                .map(build -> Math.max(run, build.cell().limits().output().count()))
                .orElse(run);
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public Standing standing() {
        return standing;
    }

    @Override
    public Reports reports() {
        return this::take;
    }

    @Override
    public void taken(Lease given) {
        boolean end;
        synchronized (this) {
            lease = given;
            waitedUntilNow();
            end = cancelRequested;
        }
        if (end) {
            given.cancel();
        }
    }

    @Override
    public synchronized void returned() {
        lease = null;
        waiting = true; // here too: the report of it may have come before the hand-over was done
    }

    @Override
    public void left() {
        follower.lost(this);
    }

    public synchronized Execution now() {
        return now;
    }

    public EventLog log() {
        return log;
    }

    /** It runs beside others that it talks to: it is begun once, with them. */
    void joinsCompany() {
        inCompany = true;
    }

    /** The end of one that its worker had and has no more, and that is not begun again. */
    Untold lost() {
        if (isCancelRequested()) {
            return new Untold.CancelledAndLost();
        }
        if (inCompany) {
            return new Untold.LostInCompany();
        }
        return plan().dialogue().isOpen() ? new Untold.LostInDialogue() : new Untold.Lost();
    }

    /** It is stored, or about to be, and whoever finds it there may go on with it. */
    void kept() {
        kept = true;
    }

    boolean isKept() {
        return kept;
    }

    /** The span of the request that began it, if that is part of a trace. */
    Optional<TraceContext> trace() {
        return trace;
    }

    void logQueued() {
        LOG.atDebug()
                .addKeyValue("execution", plan.id())
                .addKeyValue("tenant", plan.tenant())
                .addKeyValue("trace", trace().map(TraceContext::trace).orElse("none"))
                .log("{} is queued for {}", plan.id(), plan.tenant());
    }

    Set<Digest> inputs() {
        return inputs;
    }

    Optional<Callback> callback() {
        return callback;
    }

    /** All that is known of it now, as it would be stored. */
    public synchronized Entry entry() {
        return new Entry(
                ending == null ? now : ending,
                request,
                inputs,
                journal,
                callback,
                Optional.of(new Entry.Course(plan, worker())));
    }

    /** Who has it, or had it last. */
    public synchronized Optional<WorkerIdentity> worker() {
        return Optional.ofNullable(worker);
    }

    /** Waits for the end; what is known then, finished or not. */
    public Execution await(Duration patience) throws InterruptedException {
        try {
            return finished.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException notYet) {
            return now();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    /** Waits until all of them have ended and their ends are handed to the record, and for so long altogether. */
    static void awaitAll(List<Live> all, Duration patience) throws InterruptedException {
        try {
            CompletableFuture.allOf(all.stream()
                            .map(each -> CompletableFuture.allOf(each.finished, each.handed))
                            .toArray(CompletableFuture<?>[]::new))
                    .get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException notAll) {
            LOG.debug("Not all have ended within {}", patience, notAll);
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    /**
     * The same for whoever keeps no thread waiting. What hangs on it is done by the thread that tells the end, or the time, which has other
     * things to do: it must not block.
     */
    public CompletableFuture<Execution> end(Duration patience) {
        return finished.copy()
                .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
                .exceptionally(_ -> now());
    }

    /** Remembers that the end is wanted; the lease to end it by, if a worker has it. */
    synchronized Optional<Lease> requestCancel() {
        cancelRequested = true;
        return Optional.ofNullable(lease);
    }

    /** Its server stops; if nobody has asked for its end before, that is why it is cancelled now. */
    synchronized Live stopped() {
        stopped |= !cancelRequested;
        return this;
    }

    synchronized boolean isCancelRequested() {
        return cancelRequested;
    }

    /** Says something to its program; see {@link Lease#say}. */
    public Hearing say(long number, Speech speech) {
        Dialogue dialogue = plan.dialogue();
        boolean isForIt = switch (speech) {
            case Speech.Input _, Speech.InputEnd _ -> dialogue.isOpen();
            case Speech.Signalled _ -> dialogue.isOne();
            case Speech.Resized _ -> dialogue.terminal().isPresent();
        };
        if (!isForIt) {
            return Hearing.NOT_FOR_IT;
        }
        Lease present;
        synchronized (this) {
            if (ending != null) {
                return Hearing.OVER;
            }
            present = lease;
        }
        return present == null ? Hearing.LATER : present.say(number, speech);
    }

    /** A wait ends with the hand-over or the first report of it, whichever is seen first; if it waits again, that counts as well. */
    private void waitedUntilNow() {
        if (waiting) {
            waiting = false;
            now = now.waited(Duration.ofNanos(System.nanoTime() - admittedNanos));
        }
    }

    private void take(Report report) {
        switch (report) {
            case Report.Taken(WorkerIdentity by) -> {
                synchronized (this) {
                    waitedUntilNow();
                    worker = by;
                }
            }
            case Report.Started(var step) -> {
                synchronized (this) {
                    waitedUntilNow();
                    now = now.started(step, clock.instant());
                    log.changed(now.state());
                }
            }
            case Report.Output(var step, var stream, var _, byte[] bytes) -> log.output(step, stream, bytes);
            case Report.Finished(Outcome outcome) -> finish(outcome);
            case Report.Declined() -> {
                synchronized (this) {
                    waiting = true;
                }
                if (inCompany) {
                    follower.lost(this);
                } else {
                    follower.returned(this);
                }
            }
            case Report.Unreadable() ->
                finish((isCancelRequested() ? new Untold.Withdrawn() : new Untold.Unreadable()).outcome());
            case Report.Lost() -> {
                boolean again;
                synchronized (this) {
                    losses++;
                    again = losses < (plan.dialogue().isOpen() ? LOSSES_MAX_OF_DIALOGUE : LOSSES_MAX)
                            && !cancelRequested
                            && !inCompany;
                    waiting = true;
                    if (again && now.state() != State.QUEUED) {
                        now = now.requeued();
                        log.restarted();
                    }
                }
                if (again) {
                    follower.returned(this);
                } else {
                    follower.lost(this);
                }
            }
        }
    }

    /** Ends it, and tells nobody but the follower; only the first call has an effect. */
    void finish(Outcome outcome) {
        synchronized (this) {
            if (ending != null) {
                return;
            }
            waitedUntilNow();
            Outcome end = stopped ? outcome.byStop() : outcome;
            ending = now.finished(end, clock.instant());
            journal = log.settle(end);
        }
        follower.finished(this);
    }

    /** It never enters, though it may be stored, and live as another: nobody who found it waits for what this one never tells. */
    void abandoned() {
        log.abandon();
        finished.complete(now());
    }

    /** As it will be told, once it has ended; as it is until then. */
    synchronized Execution ended() {
        return ending == null ? now : ending;
    }

    /** Its end, when it lives no more: that is in the record, or never will be, and whoever follows it was told which. */
    CompletableFuture<Execution> fate() {
        return fate;
    }

    /** The record was given its end; whether it takes that is another matter ({@link #fate}). */
    void handed() {
        handed.complete(ended());
    }

    /** Tells everybody who waits how it ended. */
    void tell() {
        tell(ended());
    }

    /** Tells them what the record has, in place of what came of it here. Only the first call has an effect. */
    void tell(Execution end) {
        synchronized (this) {
            if (now.outcome().isPresent()) {
                return;
            }
            now = end;
            log.close();
        }
        finished.complete(end);
    }
}
