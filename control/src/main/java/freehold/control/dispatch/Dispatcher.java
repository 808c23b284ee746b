package freehold.control.dispatch;

import freehold.dispatch.FairQueue;
import freehold.dispatch.Standing;
import freehold.execution.ExecutionId;
import freehold.execution.Plan;
import freehold.quantity.Digest;
import freehold.refusal.QueueFull;
import freehold.tenant.TenantId;
import freehold.wire.link.Lease;
import freehold.wire.link.Link;
import freehold.wire.link.Reports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/** Hands plans to workers as far as they have credit, and lets the others wait their turn. */
public final class Dispatcher {
    private static final Duration PAUSE_LEAST = Duration.ofSeconds(1);
    private static final Duration PAUSE_MOST = Duration.ofMinutes(2);

    private final Link link;
    private final QueueBounds bounds;
    private final ToIntFunction<TenantId> weights;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock
    private final FairQueue<Waiting> queue;
    private final Map<ExecutionId, Gone> running = new HashMap<>();
    private final Set<ExecutionId> alone = new HashSet<>(); // of a company of which one was withdrawn
    private final Map<TenantId, Claimed> claims = new HashMap<>();
    private final DrainRate rate = new DrainRate();
    private int claimed;
    private long claimedBytes;

    /**
     * Hands out nothing yet.
     *
     * @param weights what each tenant's share is of, at least 1; asked again and again
     */
    public Dispatcher(Link link, QueueBounds bounds, ToIntFunction<TenantId> weights) {
        this(link, bounds, weights, System::nanoTime);
    }

    /** @param nanos the clock, as {@link System#nanoTime} */
    public Dispatcher(Link link, QueueBounds bounds, ToIntFunction<TenantId> weights, LongSupplier nanos) {
        this.link = link;
        this.bounds = bounds;
        this.weights = weights;
        this.nanos = nanos;
        this.queue = new FairQueue<>(weights);
        link.onCredit(this::drain);
    }

    /** What is dispatched, and who is told of it. */
    public interface Errand {
        Plan plan();

        /** Where it stands among what waits. */
        Standing standing();

        /** A worker has it; reports may have come already. Called under the dispatcher's lock, so it must not wait for anything. */
        void taken(Lease lease);

        /** No worker has it any more, and it waits again. Called under the dispatcher's lock too. */
        void returned();

        /** Others that it was to be with were begun, and no worker takes it: it will not be begun. */
        void left();

        Reports reports();
    }

    /** One errand, or a company of several that are begun at one time or not at all. */
    private record Waiting(List<Errand> errands, long bytes) {
        Waiting {
            errands = List.copyOf(errands);
        }

        int cells() {
            return errands.size();
        }

        boolean needsNone(Set<Digest> runtimes) {
            return errands.stream()
                    .noneMatch(each -> runtimes.contains(each.plan().runtime().digest()));
        }

        boolean has(ExecutionId id) {
            return errands.stream().anyMatch(each -> each.plan().id().equals(id));
        }
    }

    /** A turn whose errands workers have. It ends with the last of them. */
    private static final class Gone {
        private final FairQueue.Turn<Waiting> turn;
        private int left;
        private Duration had = Duration.ZERO;

        Gone(FairQueue.Turn<Waiting> turn) {
            this.turn = turn;
            this.left = turn.item().cells();
        }

        /** Whether that was the last one. */
        boolean ended(Duration one) {
            had = had.plus(one);
            left--;
            return left == 0;
        }
    }

    /** What a tenant has been promised: places that nobody has entered yet, and bytes of those and of what waits. */
    private record Claimed(int places, long bytes) {
        static final Claimed NOTHING = new Claimed(0, 0);

        Claimed plus(int morePlaces, long moreBytes) {
            return new Claimed(places + morePlaces, bytes + moreBytes);
        }
    }

    /** What came of asking for a place. */
    public sealed interface Claim {}

    /** Has workers remove what they keep of that tenant. */
    public void forgetKept(TenantId tenant) {
        link.forgetKept(tenant);
    }

    /** A place that is kept until {@link #enter} or {@link #release}. */
    public record Place(TenantId tenant, long bytes) implements Claim {}

    /** There is none. */
    public record Full(QueueFull refusal) implements Claim {}

    /** What came of asking for many places at one time. */
    public sealed interface Claims {}

    /** All of them are kept, each until {@link #enter} or {@link #release}. */
    public record Places(List<Place> places) implements Claims {
        public Places {
            places = List.copyOf(places);
        }
    }

    /** There are not enough, so none is kept. */
    public record TooFew(QueueFull refusal) implements Claims {}

    /** Keeps a place for a plan that carries so many bytes, so that what is recorded next can also be run. */
    public Claim claim(TenantId tenant, long bytes) {
        return switch (claimAll(tenant, List.of(bytes))) {
            case Places(List<Place> places) -> places.getFirst();
            case TooFew(QueueFull refusal) -> new Full(refusal);
        };
    }

    /** Keeps places for many plans of a tenant, or none. */
    public Claims claimAll(TenantId tenant, List<Long> sizes) {
        long bytes = sizes.stream().mapToLong(Long::longValue).sum();
        lock.lock();
        try {
            boolean free = queue.size() == 0 && claimed + sizes.size() <= link.credit();
            Optional<QueueFull> full = free ? Optional.empty() : full(tenant, sizes.size(), bytes);
            if (full.isPresent()) {
                return new TooFew(full.get());
            }
            promise(tenant, sizes.size(), bytes);
            return new Places(
                    sizes.stream().map(each -> new Place(tenant, each)).toList());
        } finally {
            lock.unlock();
        }
    }

    /** By which bound so much more has no room; those of the tenant first, for that is what it can do something about. */
    private Optional<QueueFull> full(TenantId tenant, int count, long bytes) {
        Claimed own = claims.getOrDefault(tenant, Claimed.NOTHING);
        int waiting = queue.size(tenant) + own.places();
        if (waiting + count > bounds.ofTenant()) {
            return Optional.of(
                    new QueueFull(QueueFull.Bound.EXECUTIONS_OF_TENANT, waiting, count, bounds.ofTenant(), pause()));
        }
        if (own.bytes() + bytes > bounds.contentOfTenant().count()) {
            return Optional.of(new QueueFull(
                    QueueFull.Bound.CONTENT_OF_TENANT,
                    waiting,
                    bytes,
                    bounds.contentOfTenant().count(),
                    pause()));
        }
        if (queue.size() + claimed + count > bounds.executions()) {
            return Optional.of(new QueueFull(QueueFull.Bound.EXECUTIONS, waiting, count, bounds.executions(), pause()));
        }
        return claimedBytes + bytes > bounds.content().count()
                ? Optional.of(new QueueFull(
                        QueueFull.Bound.CONTENT,
                        waiting,
                        bytes,
                        bounds.content().count(),
                        pause()))
                : Optional.empty();
    }

    private void promise(TenantId tenant, int places, long bytes) {
        claimed += places;
        claimedBytes += bytes;
        claims.compute(tenant, (_, own) -> {
            Claimed now = (own == null ? Claimed.NOTHING : own).plus(places, bytes);
            return now.equals(Claimed.NOTHING) ? null : now;
        });
    }

    /** Gives a place back unused. */
    public void release(Place place) {
        lock.lock();
        try {
            promise(place.tenant(), -1, -place.bytes());
        } finally {
            lock.unlock();
        }
    }

    /** Hands the errand to a worker on this thread if its turn has come, and lets it wait otherwise. */
    public void enter(Place place, Errand errand) {
        enter(List.of(place), List.of(errand));
    }

    /**
     * The same with several of a tenant that are begun at one time: as soon as there is a cell for each, and nothing that came later is begun
     * before. They stand where the first of them does, and in its tenant's share they are one.
     */
    public void enter(List<Place> places, List<? extends Errand> company) {
        Place first = places.getFirst();
        long bytes = places.stream().mapToLong(Place::bytes).sum();
        lock.lock();
        try {
            promise(first.tenant(), -places.size(), 0);
            queue.add(
                    new Waiting(List.copyOf(company), bytes), company.getFirst().standing(), nanos.getAsLong());
        } finally {
            lock.unlock();
        }
        drain();
    }

    /** Lets an errand without company wait again that a worker had and has no more; where it stood before, for it was let in before others. */
    public void again(Errand errand) {
        lock.lock();
        try {
            Gone gone = running.remove(errand.plan().id());
            if (gone == null) {
                return; // it waits already
            }
            errand.returned();
            rate.returned();
            putBack(gone.turn);
        } finally {
            lock.unlock();
        }
        drain();
    }

    /**
     * Takes an errand out of the queue; false if it is not there, for a worker has it. Its company goes with it, and must be withdrawn too by
     * whoever keeps them together.
     */
    public boolean withdraw(Errand errand) {
        lock.lock();
        try {
            ExecutionId id = errand.plan().id();
            if (alone.remove(id)) {
                return true;
            }
            Optional<Waiting> gone = queue.remove(errand.plan().tenant(), each -> each.has(id));
            gone.ifPresent(waiting -> {
                promise(errand.plan().tenant(), 0, -waiting.bytes());
                waiting.errands().stream()
                        .map(each -> each.plan().id())
                        .filter(each -> !each.equals(id))
                        .forEach(alone::add);
            });
            return gone.isPresent();
        } finally {
            lock.unlock();
        }
    }

    /**
     * An execution ended.
     *
     * @param had how long it had its cells
     */
    public void ended(ExecutionId id, Duration had) {
        lock.lock();
        try {
            Gone gone = running.remove(id);
            if (gone != null) {
                long now = nanos.getAsLong();
                rate.ended(now);
                if (gone.ended(had)) {
                    queue.ended(gone.turn, gone.had, now);
                }
            }
        } finally {
            lock.unlock();
        }
        // Its tenant may have another cell now. The link's own call may have come before, and knows of credit alone.
        drain();
    }

    /** How many wait. */
    public int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many of a tenant's wait. */
    public int waiting(TenantId tenant) {
        lock.lock();
        try {
            return queue.size(tenant);
        } finally {
            lock.unlock();
        }
    }

    private void drain() {
        List<Errand> left = new ArrayList<>();
        lock.lock();
        try {
            drain(left);
        } finally {
            lock.unlock();
        }
        left.forEach(Errand::left);
    }

    private void drain(List<Errand> left) {
        Set<Digest> without = new HashSet<>(); // runtimes that no worker with credit has
        while (queue.size() > 0 && link.credit() > 0) {
            int cells = link.capacity();
            Optional<FairQueue.Turn<Waiting>> turn =
                    queue.next(cells, nanos.getAsLong(), each -> each.cells() <= cells && canGo(each, without));
            if (turn.isEmpty()) {
                return;
            }
            if (turn.get().item().cells() > link.credit()) {
                queue.putBack(turn.get());
                return; // what runs ends, and then there are enough: nobody goes before it meanwhile
            }
            if (!assign(turn.get(), left)) {
                without.add(
                        turn.get().item().errands().getFirst().plan().runtime().digest());
            }
        }
    }

    private boolean canGo(Waiting waiting, Set<Digest> without) {
        return waiting.needsNone(without) && waiting.errands().stream().noneMatch(each -> link.holdsBack(each.plan()));
    }

    /** False when no worker took it: then it waits again. */
    private boolean assign(FairQueue.Turn<Waiting> turn, List<Errand> left) {
        Waiting next = turn.item();
        Gone gone = new Gone(turn);
        // before the hand-over, which may call back into here
        next.errands().forEach(each -> {
            running.put(each.plan().id(), gone);
            rate.began(nanos.getAsLong());
        });
        promise(turn.standing().tenant(), 0, -next.bytes());
        int share = weights.applyAsInt(turn.standing().tenant());
        boolean isFirst = true;
        for (Errand errand : next.errands()) {
            Optional<Lease> lease = link.assign(errand.plan().sharing(share), errand.reports());
            if (lease.isPresent()) {
                errand.taken(lease.get());
            } else if (isFirst) {
                next.errands().forEach(each -> {
                    running.remove(each.plan().id());
                    rate.returned();
                });
                putBack(turn);
                return false;
            } else {
                left.add(errand);
            }
            isFirst = false;
        }
        return true;
    }

    private void putBack(FairQueue.Turn<Waiting> turn) {
        queue.putBack(turn);
        promise(turn.standing().tenant(), 0, turn.item().bytes());
    }

    /** Until half of the queue has drained: then whoever comes back has a fair chance, and not a certain second refusal. */
    private Duration pause() {
        Duration expected = rate.until(Math.max(1, queue.size() / 2), nanos.getAsLong());
        if (expected.compareTo(PAUSE_LEAST) < 0) {
            return PAUSE_LEAST;
        }
        return expected.compareTo(PAUSE_MOST) > 0 ? PAUSE_MOST : expected;
    }
}
