package freehold.control.execution;

import freehold.control.admission.Admission;
import freehold.control.admission.Decision;
import freehold.control.admission.Ids;
import freehold.control.dispatch.Dispatcher;
import freehold.control.policy.Meter;
import freehold.control.record.Batch;
import freehold.control.record.IdempotencyKey;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import freehold.control.record.Records.BatchUse;
import freehold.execution.BatchId;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.Plan;
import freehold.execution.Request;
import freehold.execution.State;
import freehold.refusal.Conflict;
import freehold.refusal.QueueFull;
import freehold.refusal.Refusal;
import freehold.refusal.Within;
import freehold.tenant.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets many executions in together or none of them, and finds them again. They are run as all others are. */
public final class Batches {
    private final Executions executions;
    private final Entrance entrance;
    private final Admission admission;
    private final Meter meter;
    private final Dispatcher dispatcher;
    private final Records records;
    private final Ids ids;
    private final InstantSource clock;

    public Batches(
            Executions executions,
            Admission admission,
            Meter meter,
            Dispatcher dispatcher,
            Records records,
            Ids ids,
            InstantSource clock) {
        this.executions = executions;
        this.entrance = executions.entrance();
        this.admission = admission;
        this.meter = meter;
        this.dispatcher = dispatcher;
        this.records = records;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * One of a batch.
     *
     * @param place a JSON pointer to it as a URI fragment, for whoever is to mend it
     * @param body what the request was read from
     */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, compared by nobody
    public record Item(String place, Request request, byte[] body) {}

    /** What came of handing in a batch. */
    public sealed interface Handed {
        /** It is stored, now or since an earlier request with the same key. */
        record Kept(Batch batch) implements Handed {}

        /** Nothing of it is. */
        record Declined(Refusal refusal) implements Handed {}
    }

    /** Hands in 1 or more requests. They are stored, all in one step, before this returns. */
    public Handed submit(TenantId tenant, List<Item> items, Optional<IdempotencyKey> key) {
        Optional<Refusal> closed = entrance.closed().or(entrance::idle);
        if (closed.isPresent()) {
            return new Handed.Declined(closed.get());
        }
        Optional<BatchUse> used = key.flatMap(each -> records.usedForBatch(tenant, each));
        if (used.isPresent()) {
            return earlier(tenant, used.get(), key);
        }
        List<Live> all = new ArrayList<>();
        for (Item item : items) {
            switch (admission.admit(tenant, item.request())) {
                case Decision.Admitted(Plan plan) -> all.add(entrance.living(plan, item.request(), item.body()));
                case Decision.Refused(Refusal refusal) -> {
                    return new Handed.Declined(new Within(item.place(), refusal));
                }
            }
        }
        Optional<Refusal> spent = meter.take(tenant, all.size());
        if (spent.isPresent()) {
            return new Handed.Declined(spent.get());
        }
        List<Long> sizes = items.stream().map(item -> (long) item.body().length).toList();
        return switch (dispatcher.claimAll(tenant, sizes)) {
            case Dispatcher.TooFew(QueueFull refusal) -> {
                meter.giveBack(tenant, all.size());
                yield new Handed.Declined(refusal);
            }
            case Dispatcher.Places(List<Dispatcher.Place> places) -> keep(tenant, all, places, key);
        };
    }

    private Handed keep(TenantId tenant, List<Live> all, List<Dispatcher.Place> places, Optional<IdempotencyKey> key) {
        Batch batch = new Batch(
                ids.batch(),
                tenant,
                all.size(),
                clock.instant(),
                all.stream().map(each -> each.plan().id()).toList());
        entrance.hold(all, places);
        all.forEach(entrance::expect);
        BatchUse holder;
        try {
            holder = RecordUnavailable.joined(
                    records.save(batch, all.stream().map(Live::entry).toList(), key));
        } catch (RecordUnavailable notStored) {
            giveUp(all, places);
            throw notStored;
        }
        all.forEach(Live::kept);
        if (!holder.batch().equals(batch.id())) {
            giveUp(all, places);
            return earlier(tenant, holder, key);
        }
        enter(all, places);
        return new Handed.Kept(batch);
    }

    /** One by one: they need not run at one time. */
    private void enter(List<Live> all, List<Dispatcher.Place> places) {
        for (int i = 0; i < all.size(); i++) {
            entrance.enter(all.get(i), places.get(i));
        }
    }

    private void giveUp(List<Live> all, List<Dispatcher.Place> places) {
        for (int i = 0; i < all.size(); i++) {
            entrance.giveUp(all.get(i), places.get(i));
        }
    }

    private Handed earlier(TenantId tenant, BatchUse use, Optional<IdempotencyKey> key) {
        if (!use.body().equals(key.map(IdempotencyKey::body))) {
            return new Handed.Declined(IdempotencyKey.OTHER_BODY);
        }
        return find(tenant, use.batch())
                .<Handed>map(Handed.Kept::new)
                .orElseGet(() -> new Handed.Declined(new Conflict(
                        "This idempotency key was used, and its batch was erased since",
                        "Use a new key to run it again")));
    }

    public Optional<Batch> find(TenantId tenant, BatchId id) {
        return records.batch(tenant, id);
    }

    /** Waits until none of it lives any more, or that time is over. */
    public void await(Batch batch, Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        for (ExecutionId id : batch.executions()) {
            Duration left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
            Optional<Live> live = executions.live(batch.tenant(), id);
            if (live.isPresent()) {
                live.get().await(left);
            } else if (executions.hasFellows()) {
                var _ = executions.await(batch.tenant(), id, left);
            }
        }
    }

    /** How many of it have ended; an execution that was erased had. */
    public int finished(Batch batch) {
        if (executions.hasFellows()) {
            return batch.total() - records.unfinished(batch.tenant(), batch.id());
        }
        int living = (int) batch.executions().stream()
                .flatMap(id -> executions.live(batch.tenant(), id).stream())
                .map(Live::now)
                .filter(execution -> execution.state() != State.FINISHED)
                .count();
        return batch.total() - living;
    }

    /** One execution of it; empty if it was erased in the meantime. */
    public Optional<Execution> one(Batch batch, ExecutionId id) {
        return executions.find(batch.tenant(), id);
    }
}
