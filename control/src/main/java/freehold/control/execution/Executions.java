package freehold.control.execution;

import freehold.control.admission.Admission;
import freehold.control.dispatch.Dispatcher;
import freehold.control.policy.Meter;
import freehold.control.record.Entry;
import freehold.control.record.Filter;
import freehold.control.record.IdempotencyKey;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import freehold.control.record.Tenures;
import freehold.control.telemetry.TraceContext;
import freehold.execution.Callback;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.Outcome;
import freehold.execution.Request;
import freehold.execution.State;
import freehold.execution.Timing;
import freehold.ledger.Act;
import freehold.refusal.Refusal;
import freehold.tenant.TenantId;
import freehold.wire.link.Hearing;
import freehold.wire.link.Lease;
import freehold.wire.link.Link;
import freehold.wire.link.Speech;
import freehold.wire.pace.Pace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Lets executions in, follows them, finds them again, ends and erases them. */
public final class Executions {
    private final Meter meter;
    private final Dispatcher dispatcher;
    private final Records records;
    private final InstantSource clock;
    private final ExecutionWatch watch;
    private final Map<ExecutionId, Live> live = new ConcurrentHashMap<>();
    private final Map<ExecutionId, Live> arriving = new ConcurrentHashMap<>(); // perhaps stored, and not yet live
    private final Entrance entrance;
    private final Finder finder;
    private final Unsettled unsettled;
    private final Endings endings;
    private final Erasing erasing;
    private final Optional<Fellowship> fellowship;
    private final Optional<Elsewhere> elsewhere;
    private final Heritage heritage;
    private volatile StoredRequests requests = (_, _) -> Optional.empty();

    /** Those of a control that is alone with its record. */
    public Executions(
            Admission admission,
            Meter meter,
            Dispatcher dispatcher,
            Link link,
            Records records,
            Holdings holdings,
            InstantSource clock,
            ExecutionWatch watch) {
        this(admission, meter, dispatcher, link, records, holdings, clock, watch, Optional.empty(), Pace.REAL);
    }

    /** @param fellowship where others share the record */
    public Executions(
            Admission admission,
            Meter meter,
            Dispatcher dispatcher,
            Link link,
            Records records,
            Holdings holdings,
            InstantSource clock,
            ExecutionWatch watch,
            Optional<Fellowship> fellowship,
            Pace pace) {
        this.meter = meter;
        this.dispatcher = dispatcher;
        this.records = records;
        this.clock = clock;
        this.watch = watch;
        this.unsettled = new Unsettled(records, pace);
        this.endings = new Endings(records, new Told(live, records, holdings, watch, unsettled), pace);
        this.erasing = new Erasing(live, endings, records, holdings, dispatcher);
        this.fellowship = fellowship;
        this.elsewhere = fellowship.map(each -> new Elsewhere(records, each));
        this.finder = new Finder(arriving, live, records, elsewhere);
        this.entrance = new Entrance(
                admission, meter, dispatcher, link, records, holdings, clock, arriving, live, finder, new Following());
        this.heritage = new Heritage(admission, records, clock, entrance);
    }

    private final class Following implements Live.Follower {
        @Override
        public void finished(Live ended) {
            Executions.this.finished(ended);
        }

        @Override
        public void returned(Live back) {
            dispatcher.again(back);
            if (back.isCancelRequested()) {
                cancel(back);
            }
        }

        @Override
        public void lost(Live gone) {
            gone.finish(gone.lost().outcome());
        }
    }

    /** Told of each end, for metrics and messages. Must not block. */
    @FunctionalInterface
    public interface ExecutionWatch {
        void ended(Execution execution);

        /** The end is stored, or could not be; whoever has a callback is to be called. */
        default void recorded(Execution execution, Optional<Callback> callback) {}
    }

    /**
     * Hands in a request. With a key, the execution is stored before it runs.
     *
     * @param body what the request was read from
     */
    public Submission submit(TenantId tenant, Request request, byte[] body, Optional<IdempotencyKey> key) {
        return entrance.submit(tenant, request, body, key);
    }

    /** For who lets in several at one time, or on an act of somebody. */
    Entrance entrance() {
        return entrance;
    }

    /** Why nobody should be sent here at this time. */
    public Optional<Refusal> unready() {
        return entrance.unready();
    }

    /**
     * Stores an execution as it is now, so that it can be promised. Returns when that is done.
     *
     * @throws RecordUnavailable if it cannot be; then it is ended, for nobody will hear of it
     */
    public void promise(Live begun) {
        entrance.promise(begun);
    }

    /**
     * Stores many as they are now, together; those of a batch wait for one another's record and not one after the other.
     *
     * @throws RecordUnavailable if they cannot be; then all of them are ended
     */
    public void promise(List<Live> begun) {
        entrance.promise(begun);
    }

    /** Whether an answer may go out before its record is stored. */
    public boolean isSureOfRecord() {
        return records.isSure()
                && fellowship.map(each -> each.tenures().isFresh()).orElse(true);
    }

    /** One that lives here. */
    public Optional<Live> live(TenantId tenant, ExecutionId id) {
        return finder.live(tenant, id);
    }

    /** An execution, whichever control has it, or from its record. */
    public Optional<Execution> find(TenantId tenant, ExecutionId id) {
        return finder.find(tenant, id);
    }

    /** The same, for whoever has no use for output, which may be much: what its steps wrote may be left out. */
    public Optional<Execution> withoutOutput(TenantId tenant, ExecutionId id) {
        return finder.withoutOutput(tenant, id);
    }

    /** Whether there is such an execution; costs little to ask. */
    public boolean isThere(TenantId tenant, ExecutionId id) {
        return finder.isThere(tenant, id);
    }

    /** Waits for the end of an execution, whichever control has it; what is known then, finished or not. */
    public Optional<Execution> await(TenantId tenant, ExecutionId id, Duration patience) throws InterruptedException {
        return finder.await(tenant, id, patience);
    }

    /** Whether other controls may have executions that are in the record and not live here. */
    public boolean hasFellows() {
        return fellowship.isPresent();
    }

    /** An execution with what was asked, live or from its record. */
    public Optional<Entry> entry(TenantId tenant, ExecutionId id) {
        return finder.entry(tenant, id);
    }

    /** The events of an execution, live or from its record. */
    public Optional<EventSource> events(TenantId tenant, ExecutionId id) {
        return finder.events(tenant, id);
    }

    /** Newest first: those that live, and those of the record, as one list. */
    public Records.Page list(TenantId tenant, Filter filter, int most) {
        return finder.list(tenant, filter, most);
    }

    /** Whether an execution has not ended, whichever control has it. */
    public boolean goesOn(TenantId tenant, ExecutionId id) {
        return finder.goesOn(tenant, id);
    }

    /** Says something to the program of an execution, whichever control has it; see {@link Lease#say}. */
    public Hearing say(TenantId tenant, ExecutionId id, long number, Speech speech) {
        Optional<Live> here = live(tenant, id);
        if (here.isPresent()) {
            return here.get().say(number, speech);
        }
        return elsewhere.map(other -> other.say(tenant, id, number, speech)).orElse(Hearing.OVER);
    }

    /** Asks for the end of an execution; one that has ended stays as it is. */
    public boolean cancel(TenantId tenant, ExecutionId id) {
        Optional<Live> found = live(tenant, id);
        if (found.isPresent()) {
            cancel(found.get());
            return true;
        }
        Optional<State> stored = records.state(tenant, id);
        if (stored.isPresent() && elsewhere.isPresent() && stored.get() != State.FINISHED) {
            return elsewhere.get().cancel(tenant, id);
        }
        return stored.isPresent();
    }

    /** Asks for the end of one that lives here. */
    public void cancel(Live running) {
        entrance.cancel(running);
    }

    /** Erases what was kept of an execution, and in one step appends the line that says so; a refusal if it lives or does not exist. */
    public Optional<Refusal> erase(TenantId tenant, ExecutionId id, Act act) {
        return erasing.erase(tenant, id, Optional.of(act));
    }

    /** Erases one of many of which one line speaks; one that is gone already is no matter. */
    Optional<Refusal> erase(TenantId tenant, ExecutionId id) {
        return erasing.erase(tenant, id, Optional.empty());
    }

    /** Has workers remove what they keep of a tenant of which nothing is left here. */
    void forgetKept(TenantId tenant) {
        dispatcher.forgetKept(tenant);
    }

    private void finished(Live ended) {
        Execution execution = ended.ended();
        meter.ended(execution); // before whoever is told asks for the next one
        dispatcher.ended(
                execution.id(),
                execution.outcome().map(Outcome::timing).orElse(Timing.NONE).held());
        if (fellowship.isEmpty() || !ended.isKept()) {
            ended.tell(); // nobody else could end it otherwise
        }
        try {
            TraceContext.runDuring(ended.trace(), () -> watch.ended(execution));
        } finally {
            endings.store(ended);
        }
    }

    /** What a process before this one left behind: queued again where that can be, and ended in words where not. */
    public void resume(StoredRequests reader) {
        requests = reader;
        if (fellowship.isEmpty()) { // else what nobody has is taken over, with others, by adopt
            heritage.takeAll(reader);
        }
    }

    /** What this control has by the record and does not know yet: taken over from another one. The rest of it comes another time. */
    public void adopt(Tenures tenures) {
        if (!entrance.isDraining()) {
            heritage.takeSome(tenures, live.keySet(), requests);
        }
    }

    /** Reads a stored request again. */
    @FunctionalInterface
    public interface StoredRequests {
        Optional<Request> read(TenantId tenant, byte[] body);
    }

    /** From now on nothing is let in. */
    public void drain() {
        entrance.drain();
    }

    public int running() {
        return (int) live.values().stream()
                .filter(each -> each.now().outcome().isEmpty())
                .count();
    }

    /** How many wait for a free cell. */
    public int waiting() {
        return (int) queued().count();
    }

    /** How long the one that has waited longest has. */
    public Duration longestWait() {
        return queued().map(each -> each.now().createdAt())
                .min(Comparator.naturalOrder())
                .map(since -> Duration.between(since, clock.instant()))
                .orElse(Duration.ZERO);
    }

    private Stream<Live> queued() {
        return live.values().stream().filter(each -> each.now().state() == State.QUEUED);
    }

    /** Waits until nothing lives any more; then whatever still does is cancelled, and waited for as long again. */
    public void settle(Duration patience) throws InterruptedException {
        drain();
        Live.awaitAll(List.copyOf(live.values()), patience);
        List<Live> ours = live.values().stream()
                .filter(each -> fellowship.isEmpty() || !each.isKept()) // what is stored goes to others
                .toList();
        ours.forEach(each -> cancel(each.stopped()));
        Live.awaitAll(ours, patience);
        endings.close();
        unsettled.close();
        endings.storeAgain();
    }
}
