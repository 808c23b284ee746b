package freehold.control.execution;

import freehold.control.admission.Admission;
import freehold.control.admission.Decision;
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
import freehold.execution.Plan;
import freehold.execution.Request;
import freehold.execution.State;
import freehold.execution.Timing;
import freehold.execution.Untold;
import freehold.ledger.Act;
import freehold.refusal.Conflict;
import freehold.refusal.Refusal;
import freehold.tenant.TenantId;
import freehold.wire.link.Hearing;
import freehold.wire.link.Lease;
import freehold.wire.link.Link;
import freehold.wire.link.Speech;
import freehold.wire.pace.Pace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lets executions in, follows them, finds them again, ends and erases them. */
public final class Executions {
    private final Admission admission;
    private final Meter meter;
    private final Dispatcher dispatcher;
    private final Link link;
    private final Records records;
    private final Holdings holdings;
    private final InstantSource clock;
    private final ExecutionWatch watch;
    private final Map<ExecutionId, Live> live = new ConcurrentHashMap<>();
    private final Map<ExecutionId, Live> arriving = new ConcurrentHashMap<>(); // perhaps stored, and not yet live
    private final Unsettled unsettled;
    private final Endings endings;
    private final Erasing erasing;
    private final Optional<Fellowship> fellowship;
    private final Optional<Elsewhere> elsewhere;
    private final Heritage heritage;
    private final Live.Follower follower = new Following();
    private volatile StoredRequests requests = (_, _) -> Optional.empty();
    private volatile boolean draining;

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
        this.admission = admission;
        this.meter = meter;
        this.dispatcher = dispatcher;
        this.link = link;
        this.records = records;
        this.holdings = holdings;
        this.clock = clock;
        this.watch = watch;
        this.unsettled = new Unsettled(records, pace);
        this.endings = new Endings(records, new Told(live, records, holdings, watch, unsettled), pace);
        this.erasing = new Erasing(live, endings, records, holdings, dispatcher);
        this.fellowship = fellowship;
        this.heritage = new Heritage(admission, records, clock, new Heir());
        this.elsewhere = fellowship.map(each -> new Elsewhere(records, each));
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
        Optional<Refusal> closed = closed();
        if (closed.isPresent()) {
            return new Submission.Declined(closed.get());
        }
        Optional<Records.KeyUse> used = key.flatMap(each -> records.used(tenant, each));
        if (used.isPresent()) {
            return earlier(tenant, used.get(), key.orElseThrow());
        }
        return admit(tenant, request, body, key, Optional.empty());
    }

    /** Hands in a request that somebody's act brings again. The execution is stored before it runs, in one step with the line about it. */
    Submission submit(TenantId tenant, Request request, byte[] body, Act act) {
        return closed().<Submission>map(Submission.Declined::new)
                .orElseGet(() -> admit(tenant, request, body, Optional.empty(), Optional.of(act)));
    }

    private Submission admit(
            TenantId tenant, Request request, byte[] body, Optional<IdempotencyKey> key, Optional<Act> act) {
        return switch (admission.admit(tenant, request)) {
            case Decision.Refused(Refusal refusal) -> new Submission.Declined(refusal);
            case Decision.Admitted(Plan plan) -> begin(plan, request, body, key, act);
        };
    }

    /** Why nothing can be let in at this time, whatever it is. */
    Optional<Refusal> closed() {
        if (draining) {
            return Optional.of(Lack.TIME.refusal());
        }
        return records.isWritable() ? Optional.empty() : Optional.of(Lack.RECORD.refusal());
    }

    /** Why nothing can be run at this time. */
    Optional<Refusal> idle() {
        return link.capacity() == 0 ? Optional.of(Lack.WORKERS.refusal()) : Optional.empty();
    }

    /** Why nobody should be sent here at this time. */
    public Optional<Refusal> unready() {
        return closed().or(this::idle);
    }

    private Submission begin(Plan plan, Request request, byte[] body, Optional<IdempotencyKey> key, Optional<Act> act) {
        Optional<Refusal> idle = idle();
        if (idle.isPresent()) {
            return new Submission.Declined(idle.get());
        }
        Optional<Refusal> spent = meter.take(plan.tenant(), 1);
        if (spent.isPresent()) {
            return new Submission.Declined(spent.get());
        }
        return switch (dispatcher.claim(plan.tenant(), Math.max(body.length, Cargo.bytes(plan)))) {
            case Dispatcher.Full(var refusal) -> {
                meter.giveBack(plan.tenant(), 1);
                yield new Submission.Declined(refusal);
            }
            case Dispatcher.Place place -> {
                Live begun = living(plan, request, body);
                hold(List.of(begun), List.of(place));
                if (key.isPresent()) {
                    Records.KeyUse holder = keep(begun, key.get(), place);
                    if (!holder.execution().equals(plan.id())) {
                        giveUp(begun, place);
                        yield earlier(plan.tenant(), holder, key.get());
                    }
                } else if (act.isPresent() || request.callback().isPresent()) {
                    keep(begun, act, place);
                }
                enter(begun, place);
                yield new Submission.Begun(begun);
            }
        };
    }

    Live living(Plan plan, Request request, byte[] body) {
        return new Live(
                plan, request.labels(), body, Cargo.inputs(plan), request.callback(), clock.instant(), clock, follower);
    }

    /** Whoever waits to be called is promised that. */
    private void keep(Live begun, Optional<Act> act, Dispatcher.Place place) {
        expect(begun);
        Entry entry = begun.entry();
        try {
            joined(act.map(line -> records.save(entry, line)).orElseGet(() -> records.save(entry)));
            begun.kept();
        } catch (RecordUnavailable notStored) {
            giveUp(begun, place);
            throw notStored;
        }
    }

    private Records.KeyUse keep(Live begun, IdempotencyKey key, Dispatcher.Place place) {
        expect(begun);
        try {
            Records.KeyUse use = joined(records.save(begun.entry(), key));
            begun.kept();
            return use;
        } catch (RecordUnavailable notStored) {
            giveUp(begun, place);
            throw notStored;
        }
    }

    /** It is about to be stored, and lives from {@link #enter} on: until then nobody takes it for left behind. */
    void expect(Live begun) {
        arriving.put(begun.plan().id(), begun);
    }

    /** What they refer to must not go before they end: it is held, or none of them is let in, nor stored. */
    void hold(List<Live> all, List<Dispatcher.Place> places) {
        try {
            Cargo.hold(holdings, all);
        } catch (RuntimeException notHeld) {
            for (int i = 0; i < all.size(); i++) {
                leave(all.get(i), places.get(i));
            }
            throw notHeld;
        }
    }

    /** It was not stored, and never lives. */
    void giveUp(Live begun, Dispatcher.Place place) {
        holdings.release(begun.plan().tenant(), begun.inputs());
        leave(begun, place);
    }

    private void leave(Live begun, Dispatcher.Place place) {
        arriving.remove(begun.plan().id());
        dispatcher.release(place);
        meter.giveBack(begun.plan().tenant(), 1);
    }

    void enter(Live begun, Dispatcher.Place place) {
        enter(List.of(begun), List.of(place));
    }

    /** Those that are begun at one time, and hold what they refer to. */
    void enter(List<Live> company, List<Dispatcher.Place> places) {
        for (Live begun : company) {
            begun.logQueued();
            live.put(begun.plan().id(), begun);
            arriving.remove(begun.plan().id());
        }
        dispatcher.enter(places, company);
        company.stream().filter(Live::isCancelRequested).forEach(this::cancel);
    }

    private Submission earlier(TenantId tenant, Records.KeyUse use, IdempotencyKey key) {
        if (!use.body().equals(key.body())) {
            return new Submission.Declined(IdempotencyKey.OTHER_BODY);
        }
        return live(tenant, use.execution())
                .<Submission>map(Submission.Joined::new)
                .or(() -> find(tenant, use.execution()).map(Submission.Known::new))
                .orElseGet(() -> new Submission.Declined(new Conflict(
                        "This idempotency key was used, and its execution was erased since",
                        "Use a new key to run it again")));
    }

    /**
     * Stores an execution as it is now, so that it can be promised. Returns when that is done.
     *
     * @throws RecordUnavailable if it cannot be; then it is ended, for nobody will hear of it
     */
    public void promise(Live begun) {
        begun.kept(); // from now on its end is told when that is stored
        try {
            joined(records.save(begun.entry()));
        } catch (RecordUnavailable notStored) {
            cancel(begun);
            throw notStored;
        }
    }

    /**
     * Stores many as they are now, together; those of a batch wait for one another's record and not one after the other.
     *
     * @throws RecordUnavailable if they cannot be; then all of them are ended
     */
    public void promise(List<Live> begun) {
        begun.forEach(Live::kept);
        List<CompletableFuture<Boolean>> saved =
                begun.stream().map(each -> records.save(each.entry())).toList();
        try {
            saved.forEach(Executions::joined);
        } catch (RecordUnavailable notStored) {
            begun.forEach(this::cancel);
            throw notStored;
        }
    }

    /** Whether an answer may go out before its record is stored. */
    public boolean isSureOfRecord() {
        return records.isSure()
                && fellowship.map(each -> each.tenures().isFresh()).orElse(true);
    }

    public Optional<Live> live(TenantId tenant, ExecutionId id) {
        return Optional.ofNullable(arriving.get(id)) // first, for from there it goes to those that live
                .or(() -> Optional.ofNullable(live.get(id)))
                .filter(each -> each.plan().tenant().equals(tenant));
    }

    public Optional<Execution> find(TenantId tenant, ExecutionId id) {
        return live(tenant, id)
                .map(Live::now)
                .or(() -> records.find(tenant, id).map(Entry::execution).map(this::wherever));
    }

    private Execution wherever(Execution stored) {
        return elsewhere.isPresent() && stored.state() != State.FINISHED
                ? elsewhere.get().now(stored)
                : stored;
    }

    /** Waits for the end of an execution, whichever control has it; what is known then, finished or not. */
    public Optional<Execution> await(TenantId tenant, ExecutionId id, Duration patience) throws InterruptedException {
        Optional<Live> here = live(tenant, id);
        if (here.isPresent()) {
            return Optional.of(here.get().await(patience));
        }
        Optional<Execution> stored = records.find(tenant, id).map(Entry::execution);
        return stored.isPresent() && elsewhere.isPresent() && stored.get().state() != State.FINISHED
                ? elsewhere.get().await(stored.get(), patience)
                : stored;
    }

    /** Whether other controls may have executions that are in the record and not live here. */
    public boolean hasFellows() {
        return fellowship.isPresent();
    }

    /** An execution with what was asked, live or from its record. */
    public Optional<Entry> entry(TenantId tenant, ExecutionId id) {
        return live(tenant, id).map(Live::entry).or(() -> records.find(tenant, id));
    }

    /** The events of an execution, live or from its record. */
    public Optional<EventSource> events(TenantId tenant, ExecutionId id) {
        return live(tenant, id)
                .<EventSource>map(Live::log)
                .or(() -> records.find(tenant, id).flatMap(this::recorded));
    }

    private Optional<EventSource> recorded(Entry entry) {
        return entry.execution()
                .outcome()
                .<EventSource>map(outcome -> EventLog.replayed(entry.journal(), outcome))
                .or(() -> elsewhere.map(other -> other.events(entry.execution())));
    }

    /** Newest first: those that live, and those of the record, as one list. */
    public Records.Page list(TenantId tenant, Filter filter, int most) {
        List<Execution> living = live.values().stream()
                .filter(each -> each.plan().tenant().equals(tenant))
                .map(Live::now)
                .toList();
        Set<ExecutionId> livingIds = living.stream().map(Execution::id).collect(Collectors.toSet());
        Records.Page stored = records.list(tenant, filter, most);
        List<Execution> merged = new ArrayList<>(living.stream()
                .filter(filter::matches)
                .filter(each -> stored.next()
                        .map(horizon -> each.id().compareTo(horizon) >= 0)
                        .orElse(true))
                .toList());
        stored.executions().stream()
                .filter(each -> !livingIds.contains(each.id()))
                .forEach(merged::add);
        merged.sort(Comparator.comparing(Execution::id).reversed());
        if (merged.size() <= most) {
            return new Records.Page(List.copyOf(merged), stored.next());
        }
        List<Execution> cut = List.copyOf(merged.subList(0, most));
        return new Records.Page(cut, Optional.of(cut.getLast().id()));
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
        Optional<Entry> stored = records.find(tenant, id);
        if (stored.isPresent()
                && elsewhere.isPresent()
                && stored.get().execution().state() != State.FINISHED) {
            return elsewhere.get().cancel(tenant, id);
        }
        return stored.isPresent();
    }

    /** Whether an execution has not ended, whichever control has it. */
    public boolean goesOn(TenantId tenant, ExecutionId id) {
        return live(tenant, id)
                .map(each -> each.now().outcome().isEmpty())
                .orElseGet(() -> elsewhere.isPresent()
                        && records.state(tenant, id)
                                .filter(state -> state != State.FINISHED)
                                .isPresent());
    }

    public void cancel(Live running) {
        Optional<Lease> lease = running.requestCancel();
        if (lease.isPresent()) {
            lease.get().cancel();
        } else if (dispatcher.withdraw(running)) {
            running.finish(new Untold.Withdrawn().outcome());
        }
    }

    /** Erases what was kept of an execution, and in one step appends the line that says so; a refusal if it lives or does not exist. */
    public Optional<Refusal> erase(TenantId tenant, ExecutionId id, Act act) {
        return erasing.erase(tenant, id, Optional.of(act));
    }

    /** Erases one of many of which one line speaks; one that is gone already is no matter. */
    Optional<Refusal> erase(TenantId tenant, ExecutionId id) {
        return erasing.erase(tenant, id, Optional.empty());
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
        if (!draining) {
            heritage.takeSome(tenures, live.keySet(), requests);
        }
    }

    /** Reads a stored request again. */
    @FunctionalInterface
    public interface StoredRequests {
        Optional<Request> read(TenantId tenant, byte[] body);
    }

    private final class Heir implements Heritage.Heir {
        @Override
        public boolean isKnown(Execution read) {
            return arriving.containsKey(read.id())
                    || live.containsKey(read.id())
                    || records.find(read.tenant(), read.id())
                            .filter(entry -> entry.execution().state() != State.FINISHED)
                            .isEmpty();
        }

        @Override
        public boolean takes(Plan plan, Entry entry) {
            return switch (dispatcher.claim(plan.tenant(), Math.max(entry.request().length, Cargo.bytes(plan)))) {
                case Dispatcher.Full _ -> false;
                case Dispatcher.Place place -> {
                    meter.resume(plan.tenant(), 1);
                    Live again = new Live(
                            plan,
                            entry.execution().labels(),
                            entry.request(),
                            entry.inputs(),
                            entry.callback(),
                            entry.execution().createdAt(),
                            clock,
                            follower);
                    again.kept();
                    hold(List.of(again), List.of(place));
                    enter(again, place);
                    yield true;
                }
            };
        }
    }

    /** From now on nothing is let in. */
    public void drain() {
        draining = true;
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

    static <T> T joined(CompletableFuture<T> write) {
        try {
            return write.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RecordUnavailable unavailable
                    ? unavailable
                    : new RecordUnavailable("The record did not confirm a write", failed);
        }
    }
}
