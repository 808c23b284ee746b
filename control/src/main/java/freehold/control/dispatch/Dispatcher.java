package freehold.control.dispatch;

import freehold.dispatch.FairTurn;
import freehold.execution.Plan;
import freehold.quantity.Digest;
import freehold.refusal.QueueFull;
import freehold.tenant.TenantId;
import freehold.wire.link.Lease;
import freehold.wire.link.Link;
import freehold.wire.link.Reports;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** Hands plans to workers as far as they have credit, and lets the others wait their turn. */
public final class Dispatcher {
    private static final Duration PAUSE_LEAST = Duration.ofSeconds(1);
    private static final Duration PAUSE_MOST = Duration.ofMinutes(2);

    private final Link link;
    private final QueueBounds bounds;
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock
    private final Map<TenantId, ArrayDeque<Waiting>> queues = new HashMap<>();
    private final Map<TenantId, Long> served = new HashMap<>();
    private final DrainRate rate = new DrainRate(System.nanoTime());
    private int claimed;
    private long claimedBytes;
    private int waiting;
    private long turns;
    private long arrivals;
    private long returns = -1; // before every arrival

    public Dispatcher(Link link, QueueBounds bounds) {
        this.link = link;
        this.bounds = bounds;
        link.onCredit(this::drain);
    }

    /** What is dispatched, and who is told of it. */
    public interface Errand {
        Plan plan();

        /** A worker has it; reports may have come already. Called under the dispatcher's lock, so it must not wait for anything. */
        void taken(Lease lease);

        /** No worker has it any more, and it waits again. Called under the dispatcher's lock too. */
        void returned();

        Reports reports();
    }

    private record Waiting(Errand errand, long arrival, long bytes) {}

    /** What came of asking for a place. */
    public sealed interface Claim {}

    /** A place that is kept until {@link #enter} or {@link #release}. */
    public record Place(long bytes) implements Claim {}

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
    public Claim claim(long bytes) {
        return switch (claimAll(List.of(bytes))) {
            case Places(List<Place> places) -> places.getFirst();
            case TooFew(QueueFull refusal) -> new Full(refusal);
        };
    }

    /** Keeps places for many plans, or none. */
    public Claims claimAll(List<Long> sizes) {
        long bytes = sizes.stream().mapToLong(Long::longValue).sum();
        lock.lock();
        try {
            boolean free = waiting == 0 && claimed + sizes.size() <= link.credit();
            boolean room = waiting + claimed + sizes.size() <= bounds.executions()
                    && claimedBytes + bytes <= bounds.content().count();
            if (!free && !room) {
                return new TooFew(new QueueFull(waiting, pause()));
            }
            claimed += sizes.size();
            claimedBytes += bytes;
            return new Places(sizes.stream().map(Place::new).toList());
        } finally {
            lock.unlock();
        }
    }

    /** Gives a place back unused. */
    public void release(Place place) {
        lock.lock();
        try {
            claimed--;
            claimedBytes -= place.bytes();
        } finally {
            lock.unlock();
        }
    }

    /** Hands the errand to a worker on this thread if one is free and nobody waits, and lets it wait otherwise. */
    public void enter(Place place, Errand errand) {
        lock.lock();
        try {
            claimed--;
            if (waiting == 0) {
                Optional<Lease> lease = link.assign(errand.plan(), errand.reports());
                if (lease.isPresent()) {
                    claimedBytes -= place.bytes();
                    served.put(errand.plan().tenant(), turns++);
                    errand.taken(lease.get());
                    return;
                }
            }
            waiting++;
            queues.computeIfAbsent(errand.plan().tenant(), _ -> new ArrayDeque<>())
                    .add(new Waiting(errand, arrivals++, place.bytes()));
        } finally {
            lock.unlock();
        }
        drain();
    }

    /** Lets an errand wait again that a worker had and has no more; before all others of its tenant, for it was let in before them. */
    public void again(Errand errand) {
        lock.lock();
        try {
            errand.returned();
            waiting++;
            queues.computeIfAbsent(errand.plan().tenant(), _ -> new ArrayDeque<>())
                    .addFirst(new Waiting(errand, returns--, 0));
        } finally {
            lock.unlock();
        }
        drain();
    }

    /** Takes an errand out of the queue; false if it is not there, for a worker has it. */
    public boolean withdraw(Errand errand) {
        lock.lock();
        try {
            ArrayDeque<Waiting> queue = queues.get(errand.plan().tenant());
            if (queue == null) {
                return false;
            }
            for (Iterator<Waiting> each = queue.iterator(); each.hasNext(); ) {
                Waiting candidate = each.next();
                if (candidate.errand().plan().id().equals(errand.plan().id())) {
                    each.remove();
                    left(errand.plan().tenant(), candidate);
                    return true;
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** An execution ended at a worker: what the rate of draining is measured by. */
    public void ended() {
        lock.lock();
        try {
            rate.ended(System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    public int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    private void drain() {
        lock.lock();
        try {
            Set<Digest> without = new HashSet<>(); // runtimes that no worker with credit has
            while (waiting > 0 && link.credit() > 0) {
                Optional<Waiting> turn = next(without);
                if (turn.isEmpty()) {
                    return;
                }
                Waiting next = turn.get();
                Plan plan = next.errand().plan();
                take(next); // before the hand-over, which may call back into here
                Optional<Lease> lease = link.assign(plan, next.errand().reports());
                if (lease.isEmpty()) {
                    putBack(next);
                    without.add(plan.runtime().digest());
                } else {
                    served.put(plan.tenant(), turns++);
                    next.errand().taken(lease.get());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<Waiting> next(Set<Digest> without) {
        Map<TenantId, Waiting> first = new HashMap<>();
        Map<TenantId, Long> oldest = new HashMap<>();
        queues.forEach((tenant, queue) -> queue.stream()
                .filter(each -> without.isEmpty()
                        || !without.contains(each.errand().plan().runtime().digest()))
                .findFirst()
                .ifPresent(each -> {
                    first.put(tenant, each);
                    oldest.put(tenant, each.arrival());
                }));
        return FairTurn.next(oldest, served).map(first::get);
    }

    private void take(Waiting next) {
        TenantId tenant = next.errand().plan().tenant();
        ArrayDeque<Waiting> queue = queues.getOrDefault(tenant, new ArrayDeque<>());
        queue.remove(next);
        left(tenant, next);
    }

    /** Into its place by arrival. */
    private void putBack(Waiting back) {
        TenantId tenant = back.errand().plan().tenant();
        waiting++;
        claimedBytes += back.bytes();
        ArrayDeque<Waiting> queue = new ArrayDeque<>(queues.getOrDefault(tenant, new ArrayDeque<>()));
        queue.add(back);
        queues.put(
                tenant,
                queue.stream()
                        .sorted(Comparator.comparingLong(Waiting::arrival))
                        .collect(Collectors.toCollection(ArrayDeque::new)));
    }

    private void left(TenantId tenant, Waiting gone) {
        waiting--;
        claimedBytes -= gone.bytes();
        queues.computeIfPresent(tenant, (_, queue) -> queue.isEmpty() ? null : queue);
    }

    /** Until half of the queue has drained: then whoever comes back has a fair chance, and not a certain second refusal. */
    private Duration pause() {
        Duration expected = rate.until(Math.max(1, waiting / 2), System.nanoTime());
        if (expected.compareTo(PAUSE_LEAST) < 0) {
            return PAUSE_LEAST;
        }
        return expected.compareTo(PAUSE_MOST) > 0 ? PAUSE_MOST : expected;
    }
}
