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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;

/** Hands plans to workers as far as they have credit, and lets the others wait their turn. */
public final class Dispatcher {
    private static final Duration PAUSE_LEAST = Duration.ofSeconds(1);
    private static final Duration PAUSE_MOST = Duration.ofMinutes(2);

    private final Link link;
    private final QueueBounds bounds;
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock
    private final FairQueue<Waiting> queue;
    private final Map<ExecutionId, FairQueue.Turn<Waiting>> running = new HashMap<>();
    private final Map<TenantId, Claimed> claims = new HashMap<>();
    private final DrainRate rate = new DrainRate(System.nanoTime());
    private int claimed;
    private long claimedBytes;

    /**
     * Hands out nothing yet.
     *
     * @param weights what each tenant's share is of, at least 1; asked again and again
     */
    public Dispatcher(Link link, QueueBounds bounds, ToIntFunction<TenantId> weights) {
        this.link = link;
        this.bounds = bounds;
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

        Reports reports();
    }

    private record Waiting(Errand errand, long bytes) {
        Digest runtime() {
            return errand.plan().runtime().digest();
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
            if (!free && !hasRoom(tenant, sizes.size(), bytes)) {
                return new TooFew(new QueueFull(queue.size(), pause()));
            }
            promise(tenant, sizes.size(), bytes);
            return new Places(
                    sizes.stream().map(each -> new Place(tenant, each)).toList());
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(TenantId tenant, int count, long bytes) {
        Claimed own = claims.getOrDefault(tenant, Claimed.NOTHING);
        return queue.size() + claimed + count <= bounds.executions()
                && queue.size(tenant) + own.places() + count <= bounds.ofTenant()
                && claimedBytes + bytes <= bounds.content().count()
                && own.bytes() + bytes <= bounds.contentOfTenant().count();
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
        lock.lock();
        try {
            promise(place.tenant(), -1, 0);
            queue.add(new Waiting(errand, place.bytes()), errand.standing(), System.nanoTime());
        } finally {
            lock.unlock();
        }
        drain();
    }

    /** Lets an errand wait again that a worker had and has no more; where it stood before, for it was let in before others. */
    public void again(Errand errand) {
        lock.lock();
        try {
            FairQueue.Turn<Waiting> turn = running.remove(errand.plan().id());
            if (turn == null) {
                return; // it waits already
            }
            errand.returned();
            putBack(turn);
        } finally {
            lock.unlock();
        }
        drain();
    }

    /** Takes an errand out of the queue; false if it is not there, for a worker has it. */
    public boolean withdraw(Errand errand) {
        lock.lock();
        try {
            ExecutionId id = errand.plan().id();
            Optional<Waiting> gone = queue.remove(
                    errand.plan().tenant(), each -> each.errand().plan().id().equals(id));
            gone.ifPresent(waiting -> promise(errand.plan().tenant(), 0, -waiting.bytes()));
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
            FairQueue.Turn<Waiting> turn = running.remove(id);
            if (turn != null) {
                long now = System.nanoTime();
                rate.ended(now);
                queue.ended(turn, had, now);
            }
        } finally {
            lock.unlock();
        }
        drain(); // whoever had as many cells as it may have may have another one
    }

    public int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    private void drain() {
        lock.lock();
        try {
            Set<Digest> without = new HashSet<>(); // runtimes that no worker with credit has
            while (link.credit() > 0) {
                Optional<FairQueue.Turn<Waiting>> turn =
                        queue.next(link.capacity(), System.nanoTime(), each -> !without.contains(each.runtime()));
                if (turn.isEmpty()) {
                    return;
                }
                if (!assign(turn.get())) {
                    without.add(turn.get().item().runtime());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** False when no worker took it: then it waits again. */
    private boolean assign(FairQueue.Turn<Waiting> turn) {
        Waiting next = turn.item();
        Plan plan = next.errand().plan();
        running.put(plan.id(), turn); // before the hand-over, which may call back into here
        promise(plan.tenant(), 0, -next.bytes());
        Optional<Lease> lease = link.assign(plan, next.errand().reports());
        if (lease.isEmpty()) {
            running.remove(plan.id());
            putBack(turn);
            return false;
        }
        next.errand().taken(lease.get());
        return true;
    }

    private void putBack(FairQueue.Turn<Waiting> turn) {
        queue.putBack(turn);
        promise(turn.standing().tenant(), 0, turn.item().bytes());
    }

    /** Until half of the queue has drained: then whoever comes back has a fair chance, and not a certain second refusal. */
    private Duration pause() {
        Duration expected = rate.until(Math.max(1, queue.size() / 2), System.nanoTime());
        if (expected.compareTo(PAUSE_LEAST) < 0) {
            return PAUSE_LEAST;
        }
        return expected.compareTo(PAUSE_MOST) > 0 ? PAUSE_MOST : expected;
    }
}
