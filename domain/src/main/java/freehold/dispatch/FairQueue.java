package freehold.dispatch;

import static java.util.Objects.requireNonNull;

import freehold.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * All that waits for a cell, in the order of fair shares: first among tenants by their weights, then among the groups of the tenant,
 * then by priority, then by arrival. Shares are of cell time, not of executions, so that long ones do not count for as much as short
 * ones. The rule is start-time fair queueing (Goyal, Vin and Cheng, 1996), the deficit round robin of which the cost need not
 * be known before.
 *
 * <p>A cell that runs cannot be taken away, so the fair order alone would let one tenant take all cells an instant before another
 * comes. Therefore as long as other tenants came lately, a tenant leaves some cells free for them: {@link #held}.
 *
 * <p>Not for many threads at once. Has no clock: whoever calls it says what time it is.
 *
 * @param <E> what waits
 */
public final class FairQueue<E> {
    /** Of all cells, one in so many is left for others, and at least one where there are two. */
    private static final int HELD_ONE_IN = 4;

    private static final Duration LATELY = Duration.ofMinutes(10);

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** A tenant chooses the names of its groups: what has more shares one. */
    private static final int GROUPS_MAX = 1_000;

    private static final String OTHER_GROUPS = "";

    private final ToIntFunction<TenantId> weights;
    private final Map<TenantId, Tenant> tenants = new HashMap<>();
    private double virtualMillis;
    private long arrivals;
    private int size;
    private long forgotNanos;

    /** @param weights of tenants, each at least 1; may change at any time */
    public FairQueue(ToIntFunction<TenantId> weights) {
        this.weights = weights;
    }

    /** One that was taken out to be carried out. Given back to {@link #ended}, once. */
    public record Turn<E>(E item, Standing standing, long arrival, double chargedToTenant, double chargedToGroup) {}

    private record Waiting<E>(E item, Standing standing, long arrival) {}

    /** Whose turn it is within a tenant. */
    private record Choice<E>(Group<E> group, Waiting<E> first) {}

    private record Candidate<T, E>(T tenant, Choice<E> choice) {}

    private static final class Group<E> {
        final Share share = new Share();
        final Map<Priority, Deque<Waiting<E>>> waiting = new EnumMap<>(Priority.class);

        boolean isEmpty() {
            return waiting.values().stream().allMatch(Deque::isEmpty);
        }

        /** The first of those that are looked for, by priority. */
        Optional<Waiting<E>> first(Predicate<E> which) {
            return waiting.values().stream()
                    .flatMap(Deque::stream)
                    .filter(each -> which.test(each.item()))
                    .findFirst();
        }

        /** Into its place by arrival. */
        void putBack(Waiting<E> back) {
            Deque<Waiting<E>> queue = waiting.computeIfAbsent(back.standing().priority(), _ -> new ArrayDeque<>());
            Deque<Waiting<E>> before = new ArrayDeque<>();
            while (!queue.isEmpty() && queue.getFirst().arrival() < back.arrival()) {
                before.addLast(queue.removeFirst());
            }
            queue.addFirst(back);
            while (!before.isEmpty()) {
                queue.addFirst(before.removeLast());
            }
        }
    }

    private final class Tenant {
        final Share share = new Share();
        final Map<String, Group<E>> groups = new HashMap<>();
        double virtualMillis;
        int waiting;
        long seenNanos;

        /** Of the group that is furthest behind, of those in which something waits that is looked for. */
        Optional<Choice<E>> next(Predicate<E> which) {
            return groups.values().stream()
                    .flatMap(group -> group.first(which).map(first -> new Choice<>(group, first)).stream())
                    .min(Comparator.comparingDouble(
                                    (Choice<E> each) -> each.group().share.virtualMillis())
                            .thenComparingLong(each -> each.first().arrival()));
        }
    }

    /** How many wait. */
    public int size() {
        return size;
    }

    /** How many of a tenant's wait. */
    public int size(TenantId tenant) {
        Tenant known = tenants.get(tenant);
        return known == null ? 0 : known.waiting;
    }

    /** Lets one wait. */
    public void add(E item, Standing asked, long nowNanos) {
        Tenant tenant = tenant(asked.tenant(), nowNanos);
        Standing standing = placed(tenant, asked);
        if (tenant.waiting == 0) {
            tenant.share.catchUp(virtualMillis);
        }
        Group<E> group = tenant.groups.computeIfAbsent(standing.group(), _ -> new Group<>());
        if (group.isEmpty()) {
            group.share.catchUp(tenant.virtualMillis);
        }
        group.waiting
                .computeIfAbsent(standing.priority(), _ -> new ArrayDeque<>())
                .addLast(new Waiting<>(item, standing, arrivals++));
        tenant.waiting++;
        size++;
    }

    private Standing placed(Tenant tenant, Standing asked) {
        return tenant.groups.containsKey(asked.group()) || tenant.groups.size() < GROUPS_MAX
                ? asked
                : new Standing(asked.tenant(), OTHER_GROUPS, asked.priority());
    }

    /**
     * Takes out the one whose turn it is.
     *
     * @param cells of all workers together, free or not
     * @return empty when nobody waits, or all who do have as many cells as they may have now
     */
    public Optional<Turn<E>> next(int cells, long nowNanos) {
        return next(cells, nowNanos, _ -> true);
    }

    /**
     * The same, and the others wait on.
     *
     * @param which can be carried out now
     */
    public Optional<Turn<E>> next(int cells, long nowNanos, Predicate<E> which) {
        if (size == 0) {
            return Optional.empty(); // as after most ends
        }
        long lately = tenants.values().stream()
                .filter(each -> cameLately(each, nowNanos))
                .count();
        return tenants.values().stream()
                .filter(each -> each.waiting > 0 && each.share.running() < most(each, cells, lately, nowNanos))
                .flatMap(each -> each.next(which).map(choice -> new Candidate<>(each, choice)).stream())
                .min(Comparator.comparingDouble((Candidate<Tenant, E> each) ->
                                each.tenant().share.virtualMillis())
                        .thenComparingLong(each -> each.choice().first().arrival()))
                .map(each -> take(each.tenant(), each.choice()));
    }

    /** How many cells one tenant leaves for others, when there are so many. */
    public static int held(int cells) {
        return cells < 2 ? 0 : Math.max(1, cells / HELD_ONE_IN);
    }

    /** How many cells a tenant may have, when so many tenants came lately. */
    private int most(Tenant tenant, int cells, long lately, long nowNanos) {
        boolean alone = lately == 0 || (lately == 1 && cameLately(tenant, nowNanos));
        return Math.max(1, alone ? cells : cells - held(cells));
    }

    private boolean cameLately(Tenant tenant, long nowNanos) {
        return nowNanos - tenant.seenNanos < LATELY.toNanos();
    }

    private Turn<E> take(Tenant tenant, Choice<E> choice) {
        Group<E> group = choice.group();
        Waiting<E> first = choice.first();
        group.waiting
                .getOrDefault(first.standing().priority(), new ArrayDeque<>())
                .remove(first);
        tenant.waiting--;
        size--;
        virtualMillis = Math.max(virtualMillis, tenant.share.virtualMillis());
        tenant.virtualMillis = Math.max(tenant.virtualMillis, group.share.virtualMillis());
        int weight = weights.applyAsInt(first.standing().tenant());
        return new Turn<>(
                first.item(), first.standing(), first.arrival(), tenant.share.begins(weight), group.share.begins(1));
    }

    /** What {@link #next} gave could not be carried out, or not to its end: it waits again, where it did before. */
    public void putBack(Turn<E> turn) {
        // Both are there: while one of theirs has been taken out, they are not forgotten.
        Tenant tenant = requireNonNull(tenants.get(turn.standing().tenant()));
        Group<E> group = requireNonNull(tenant.groups.get(turn.standing().group()));
        tenant.share.takesBack(
                turn.chargedToTenant(), weights.applyAsInt(turn.standing().tenant()));
        group.share.takesBack(turn.chargedToGroup(), 1);
        group.putBack(new Waiting<>(turn.item(), turn.standing(), turn.arrival()));
        tenant.waiting++;
        size++;
    }

    /** What was taken out has ended, and had a cell for so long. */
    public void ended(Turn<E> turn, Duration had, long nowNanos) {
        settle(turn, had.toNanos() / 1e6);
        Tenant tenant = tenants.get(turn.standing().tenant());
        if (tenant != null) {
            tenant.seenNanos = nowNanos;
        }
        forget(nowNanos);
    }

    private void settle(Turn<E> turn, double millis) {
        Tenant tenant = tenants.get(turn.standing().tenant());
        if (tenant == null) {
            return;
        }
        tenant.share.ends(
                turn.chargedToTenant(),
                millis,
                weights.applyAsInt(turn.standing().tenant()));
        Group<E> group = tenant.groups.get(turn.standing().group());
        if (group != null) {
            group.share.ends(turn.chargedToGroup(), millis, 1);
        }
    }

    /** Takes out one of a tenant's that waits; empty if there is none such. */
    public Optional<E> remove(TenantId of, Predicate<E> which) {
        Tenant tenant = tenants.get(of);
        if (tenant == null) {
            return Optional.empty();
        }
        for (Group<E> group : tenant.groups.values()) {
            for (Deque<Waiting<E>> queue : group.waiting.values()) {
                for (Iterator<Waiting<E>> each = queue.iterator(); each.hasNext(); ) {
                    E item = each.next().item();
                    if (which.test(item)) {
                        each.remove();
                        tenant.waiting--;
                        size--;
                        return Optional.of(item);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Tenant tenant(TenantId id, long nowNanos) {
        Tenant tenant = tenants.computeIfAbsent(id, _ -> new Tenant());
        tenant.seenNanos = nowNanos;
        return tenant;
    }

    /** Looked for now and then: whoever has nothing here and did not come lately is as one who never came. */
    private void forget(long nowNanos) {
        if (nowNanos - forgotNanos < LOOK.toNanos()) {
            return;
        }
        forgotNanos = nowNanos;
        tenants.values()
                .removeIf(each -> each.waiting == 0 && each.share.running() == 0 && !cameLately(each, nowNanos));
        tenants.values()
                .forEach(tenant -> tenant.groups
                        .values()
                        .removeIf(group -> group.isEmpty()
                                && group.share.running() == 0
                                && group.share.virtualMillis() <= tenant.virtualMillis));
    }
}
