package freehold.worker.cell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cells that wait, by shape, and what the policy says of them. Guarded by the lock of its pool. */
final class Shelves {
    private static final int SHAPES_MAX = 256;

    private final PoolPolicy policy;
    private final Map<CellShape, Shelf> all = new HashMap<>();
    private int warming;

    Shelves(PoolPolicy policy) {
        this.policy = policy;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** The one for that shape. Callers choose limits and so shapes: one that nobody waits for makes room. */
    Shelf of(CellShape shape, long now) {
        if (all.size() >= SHAPES_MAX && !all.containsKey(shape)) {
            all.entrySet().stream()
                    .filter(entry -> entry.getValue().isEmpty())
                    .min(Map.Entry.comparingByValue((one, other) -> Double.compare(one.demand(), other.demand())))
                    .map(Map.Entry::getKey)
                    .ifPresent(all::remove);
        }
        return all.computeIfAbsent(shape, _ -> new Shelf(policy, now));
    }

    void bootstrapBegins(CellShape shape, long now) {
        warming++;
        of(shape, now).begun(now);
    }

    void bootstrapEnds(CellShape shape, long began, long now, boolean succeeded) {
        warming--;
        of(shape, now).ended(began, now, succeeded);
    }

    /** What the policy says is to be done. */
    PoolPolicy.Step next(long now) {
        all.values().forEach(shelf -> shelf.fade(now));
        all.values().removeIf(shelf -> shelf.isEmpty() && policy.isForgotten(shelf.demand()));
        Map<CellShape, PoolPolicy.Stock> stocks = new HashMap<>();
        all.forEach((shape, shelf) -> stocks.put(shape, stock(shape, shelf, now)));
        return policy.next(stocks);
    }

    /**
     * A shape with a bootstrap of which several tenants use cells, and too few are there or come: one is made although processors are busy, or a tenant
     * that keeps them so would take all warm starts from the others.
     */
    Optional<CellShape> shortage(long now) {
        return warming > 0
                ? Optional.empty()
                : all.entrySet().stream()
                        .filter(entry -> entry.getKey().isWarm()
                                && entry.getValue().isShared()
                                && entry.getValue().expected() < shared(entry.getKey(), entry.getValue())
                                && !entry.getValue().isFailing(now))
                        .map(Map.Entry::getKey)
                        .findFirst();
    }

    /** No more than are kept for others, nor than would be given up again once there is time. */
    private int shared(CellShape shape, Shelf shelf) {
        return Math.min(policy.kept(), policy.deserved(shape, shelf.demand()));
    }

    /** Nothing more is wanted of a bootstrap while as many start as may, or when it failed just now. */
    private PoolPolicy.Stock stock(CellShape shape, Shelf shelf, long now) {
        boolean makeable = !shape.isWarm() || (warming < policy.spare() && !shelf.isFailing(now));
        return new PoolPolicy.Stock(shelf.demand(), shelf.waiting.size(), shelf.coming(), makeable);
    }

    /** Takes one out that waits and is dead. */
    Optional<Cell> takeDead() {
        for (Shelf shelf : all.values()) {
            for (Cell cell : shelf.waiting) {
                if (!cell.isWaiting()) {
                    shelf.waiting.remove(cell);
                    return Optional.of(cell);
                }
            }
        }
        return Optional.empty();
    }

    List<Cell> takeAll() {
        List<Cell> taken = new ArrayList<>();
        all.values().forEach(shelf -> taken.addAll(shelf.waiting));
        all.clear();
        return taken;
    }

    int waiting() {
        return all.values().stream().mapToInt(shelf -> shelf.waiting.size()).sum();
    }
}
