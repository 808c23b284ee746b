package freehold.worker.cell;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which cell to prepare or to give up next, as a pure rule. Each shape has a demand that grows by one with each use and fades by
 * half in {@code halfLife}; it deserves as many waiting cells as its demand, rounded up, and at most {@code perShape}. Of {@code total}
 * places each goes to the shape with most demand for each cell it would then have (the highest averages of d'Hondt), so that many
 * shapes used once do not drive out one that is used often. Cells with a bootstrap hold tens of megabytes and cost what the start of their runtime
 * costs, so there are at most {@code perWarmShape} of a shape; they save far more time than others, too, so they have {@code total} places of their
 * own.
 *
 * @param spare processors that may be used for making cells ahead, at least 1: none is made while so many executions are under way,
 *     and no more bootstraps than that start at one time
 */
public record PoolPolicy(int perShape, int perWarmShape, int total, Duration halfLife, int spare) {
    /** Below this, a shape is forgotten: two half-lives after a single use. */
    private static final double FORGOTTEN = 0.25;

    /** A waiting cell is given up for another only if that is wanted this much more: making one costs a millisecond. */
    private static final double WORTH_A_CHANGE = 2.0;

    public PoolPolicy {
        if (perShape < 0
                || perWarmShape < 0
                || total < perShape
                || total < perWarmShape
                || !halfLife.isPositive()
                || spare < 1) {
            throw new IllegalArgumentException(
                    "not a policy: " + perShape + ", " + total + ", " + halfLife + ", " + spare);
        }
    }

    /** No cell is prepared ahead. */
    public static PoolPolicy none() {
        return new PoolPolicy(0, 0, 0, Duration.ofSeconds(1), 1);
    }

    /** For a machine with so many processors: enough for a small burst, and about half a megabyte of kernel memory each. */
    public static PoolPolicy forProcessors(int processors) {
        return new PoolPolicy(
                Math.min(8, 2 * processors + 2),
                Math.min(8, 2 * processors),
                4 * processors + 8,
                Duration.ofSeconds(60),
                Math.max(1, processors / 2));
    }

    /** How many cells wait or are made ahead at the most, of both kinds; who makes cells must allow for so many beside those that are lent. */
    public int most() {
        return 2 * total;
    }

    /**
     * How many cells of a warm shape that several tenants use are for whoever has no other execution under way: one to take, and more while the
     * next is made.
     */
    int kept() {
        return Math.max(1, perWarmShape / 2);
    }

    /** What to do next. */
    public sealed interface Step {
        /** Make one more of this shape. */
        record Prepare(CellShape shape) implements Step {}

        /** Close one of this shape. */
        record Discard(CellShape shape) implements Step {}

        /** All is as it should be. */
        record Rest() implements Step {}
    }

    /**
     * A shape's demand, faded to now, and its cells.
     *
     * @param waiting what is there, and can be given up
     * @param coming what is being made, and cannot
     * @param makeable whether one more may be begun
     */
    public record Stock(double demand, int waiting, int coming, boolean makeable) {
        /** Demand for each cell, with so many more than there are or will be. */
        private double average(int more) {
            return demand / (expected() + more);
        }

        private int expected() {
            return waiting + coming;
        }
    }

    /**
     * Demand after one more use. It grows to no more than twice what a shape can have of cells: by a burst of a thousand it would stay above all
     * others for many half-lives.
     */
    public double used(double demand) {
        return Math.min(demand + 1, 2.0 * Math.max(1, perShape));
    }

    /** Demand after so long without use. */
    public double faded(double demand, Duration idle) {
        return demand * Math.pow(0.5, (double) idle.toNanos() / halfLife.toNanos());
    }

    public boolean isForgotten(double demand) {
        return demand < FORGOTTEN;
    }

    /** How many cells of a shape should wait, were there places enough. */
    public int deserved(CellShape shape, double demand) {
        return isForgotten(demand) ? 0 : (int) Math.min(shape.isWarm() ? perWarmShape : perShape, Math.ceil(demand));
    }

    /** Repeating what it says, and nothing else, ends in {@link Step.Rest}. It gives up only what waits, and makes only what is makeable. */
    public Step next(Map<CellShape, Stock> stocks) {
        Step warm = nextOf(stocks, CellShape::isWarm);
        return warm instanceof Step.Rest ? nextOf(stocks, shape -> !shape.isWarm()) : warm;
    }

    private Step nextOf(Map<CellShape, Stock> all, Predicate<CellShape> kind) {
        Map<CellShape, Stock> stocks = new HashMap<>(all);
        stocks.keySet().removeIf(kind.negate());
        Optional<CellShape> surplus = stocks.entrySet().stream()
                .filter(entry -> entry.getValue().waiting()
                        > deserved(entry.getKey(), entry.getValue().demand()))
                .map(Map.Entry::getKey)
                .findFirst();
        if (surplus.isPresent()) {
            return new Step.Discard(surplus.get());
        }
        Optional<Map.Entry<CellShape, Stock>> wanted = stocks.entrySet().stream()
                .filter(entry -> entry.getValue().makeable()
                        && entry.getValue().expected()
                                < deserved(entry.getKey(), entry.getValue().demand()))
                .max(Comparator.comparingDouble(entry -> entry.getValue().average(1)));
        if (wanted.isEmpty()) {
            return new Step.Rest();
        }
        int taken = stocks.values().stream().mapToInt(Stock::expected).sum();
        if (taken < total) {
            return new Step.Prepare(wanted.get().getKey());
        }
        return stocks.entrySet().stream()
                .filter(entry -> entry.getValue().waiting() > 0)
                .min(Comparator.comparingDouble(entry -> entry.getValue().average(0)))
                .filter(least -> wanted.get().getValue().average(1)
                        > WORTH_A_CHANGE * least.getValue().average(0))
                .<Step>map(least -> new Step.Discard(least.getKey()))
                .orElseGet(Step.Rest::new);
    }
}
