package freehold.control.execution;

import freehold.control.admission.Admission;
import freehold.control.admission.Decision;
import freehold.control.dispatch.Dispatcher;
import freehold.control.policy.Meter;
import freehold.control.record.Entry;
import freehold.control.record.IdempotencyKey;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.Plan;
import freehold.execution.Request;
import freehold.execution.State;
import freehold.execution.Untold;
import freehold.ledger.Act;
import freehold.refusal.Conflict;
import freehold.refusal.Refusal;
import freehold.refusal.RuntimeMissing;
import freehold.tenant.TenantId;
import freehold.wire.link.Lease;
import freehold.wire.link.Link;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where executions come in: admitted, paid for, given a place in a queue, and stored where that is promised; or refused, with nothing left of them. */
final class Entrance implements Heritage.Heir {
    private final Admission admission;
    private final Meter meter;
    private final Dispatcher dispatcher;
    private final Link link;
    private final Records records;
    private final Holdings holdings;
    private final InstantSource clock;
    private final Map<ExecutionId, Live> arriving;
    private final Map<ExecutionId, Live> live;
    private final Finder finder;
    private final Live.Follower follower;
    private volatile boolean draining;

    /**
     * @param arriving who is perhaps stored, and has not entered
     * @param live who has
     * @param follower of all who enter
     */
    Entrance(
            Admission admission,
            Meter meter,
            Dispatcher dispatcher,
            Link link,
            Records records,
            Holdings holdings,
            InstantSource clock,
            Map<ExecutionId, Live> arriving,
            Map<ExecutionId, Live> live,
            Finder finder,
            Live.Follower follower) {
        this.admission = admission;
        this.meter = meter;
        this.dispatcher = dispatcher;
        this.link = link;
        this.records = records;
        this.holdings = holdings;
        this.clock = clock;
        this.arriving = arriving;
        this.live = live;
        this.finder = finder;
        this.follower = follower;
    }

    /**
     * Hands in a request. With a key, the execution is stored before it runs.
     *
     * @param body what the request was read from
     */
    Submission submit(TenantId tenant, Request request, byte[] body, Optional<IdempotencyKey> key) {
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
            // one that comes may bring it
            case Decision.Refused(RuntimeMissing missing) -> new Submission.Declined(idle().orElse(missing));
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
    Optional<Refusal> unready() {
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
            RecordUnavailable.joined(act.map(line -> records.save(entry, line)).orElseGet(() -> records.save(entry)));
            begun.kept();
        } catch (RecordUnavailable notStored) {
            giveUp(begun, place);
            throw notStored;
        }
    }

    private Records.KeyUse keep(Live begun, IdempotencyKey key, Dispatcher.Place place) {
        expect(begun);
        try {
            Records.KeyUse use = RecordUnavailable.joined(records.save(begun.entry(), key));
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

    /** It was not stored, as far as is known, and never lives. */
    void giveUp(Live begun, Dispatcher.Place place) {
        holdings.release(begun.plan().tenant(), begun.inputs());
        leave(begun, place);
        begun.abandoned();
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
        return finder.live(tenant, use.execution())
                .<Submission>map(Submission.Joined::new)
                .or(() -> finder.find(tenant, use.execution()).map(Submission.Known::new))
                .orElseGet(() -> new Submission.Declined(new Conflict(
                        "This idempotency key was used, and its execution was erased since",
                        "Use a new key to run it again")));
    }

    /**
     * Stores an execution as it is now, so that it can be promised. Returns when that is done.
     *
     * @throws RecordUnavailable if it cannot be; then it is ended, for nobody will hear of it
     */
    void promise(Live begun) {
        begun.kept(); // from now on its end is told when that is stored
        try {
            RecordUnavailable.joined(records.save(begun.entry()));
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
    void promise(List<Live> begun) {
        begun.forEach(Live::kept);
        List<CompletableFuture<Boolean>> saved =
                begun.stream().map(each -> records.save(each.entry())).toList();
        try {
            saved.forEach(RecordUnavailable::joined);
        } catch (RecordUnavailable notStored) {
            begun.forEach(this::cancel);
            throw notStored;
        }
    }

    @Override
    public boolean isKnown(Execution read) {
        return arriving.containsKey(read.id())
                || live.containsKey(read.id())
                || records.state(read.tenant(), read.id())
                        .filter(state -> state != State.FINISHED)
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

    /** Asks for the end of one that has entered; one that has ended stays as it is. */
    void cancel(Live running) {
        Optional<Lease> lease = running.requestCancel();
        if (lease.isPresent()) {
            lease.get().cancel();
        } else if (dispatcher.withdraw(running)) {
            running.finish(new Untold.Withdrawn().outcome());
        }
    }

    /** From now on nothing is let in. */
    void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }
}
