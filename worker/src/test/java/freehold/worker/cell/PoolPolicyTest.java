package freehold.worker.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cell.FilterClass;
import freehold.cell.Program;
import freehold.quantity.Bytes;
import freehold.worker.cell.PoolPolicy.Step;
import freehold.worker.cell.PoolPolicy.Stock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PoolPolicyTest {
    private static final CellShape PYTHON = shape("python");
    private static final CellShape JAVA = shape("java");
    private final PoolPolicy policy = new PoolPolicy(4, 2, 6, Duration.ofSeconds(60), 1);

    @Test
    void a_shape_that_was_used_once_deserves_one_cell() {
        Step step = policy.next(Map.of(PYTHON, stock(1, 0)));

        assertThat(step).isEqualTo(new Step.Prepare(PYTHON));
        assertThat(policy.next(Map.of(PYTHON, stock(1, 1)))).isEqualTo(new Step.Rest());
    }

    @Test
    void no_shape_deserves_more_than_its_share() {
        Step step = policy.next(Map.of(PYTHON, stock(100, 4)));

        assertThat(step).isEqualTo(new Step.Rest());
    }

    @Test
    void demand_halves_in_its_half_life_and_is_forgotten_in_the_end() {
        double later = policy.faded(4, Duration.ofSeconds(60));
        double muchLater = policy.faded(1, Duration.ofSeconds(121));

        assertThat(later).isEqualTo(2);
        assertThat(policy.isForgotten(muchLater)).isTrue();
        assertThat(policy.next(Map.of(PYTHON, stock(muchLater, 1)))).isEqualTo(new Step.Discard(PYTHON));
    }

    @Test
    void a_surplus_is_given_up_as_demand_fades() {
        Step step = policy.next(Map.of(PYTHON, stock(1.9, 3)));

        assertThat(step).isEqualTo(new Step.Discard(PYTHON));
    }

    @Test
    void the_shape_with_most_demand_for_each_cell_comes_first() {
        Step first = policy.next(Map.of(PYTHON, stock(3, 0), JAVA, stock(2, 0)));
        Step then = policy.next(Map.of(PYTHON, stock(3, 1), JAVA, stock(2, 0)));

        assertThat(first).isEqualTo(new Step.Prepare(PYTHON));
        assertThat(then).isEqualTo(new Step.Prepare(JAVA));
    }

    @Test
    void a_full_pool_makes_room_for_what_is_wanted_much_more() {
        Map<CellShape, Stock> stocks = new HashMap<>(stocksOf(6, 1));
        stocks.put(JAVA, stock(10, 0));

        assertThat(policy.next(stocks)).isInstanceOf(Step.Discard.class);
        stocks.put(JAVA, stock(2, 0));
        assertThat(policy.next(stocks)).isEqualTo(new Step.Rest());
    }

    @Test
    void many_shapes_used_once_do_not_drive_out_one_that_is_used_often() {
        Map<CellShape, Stock> stocks = new HashMap<>(stocksOf(50, 0));
        stocks.put(PYTHON, stock(20, 0));

        Map<CellShape, Stock> settled = settle(policy, stocks);

        assertThat(settled.get(PYTHON)).isEqualTo(stock(20, 4));
    }

    @Test
    void the_demand_of_a_long_burst_is_soon_matched_by_another_shape() {
        double burst = 0;
        for (int use = 0; use < 1_000; use++) {
            burst = policy.used(burst);
        }
        Map<CellShape, Stock> stocks = new HashMap<>(Map.of(PYTHON, stock(burst, 4), JAVA, stock(5, 0)));
        stocks.put(shape("node"), stock(burst, 2));

        assertThat(burst).isEqualTo(8);
        assertThat(settle(policy, stocks))
                .hasEntrySatisfying(JAVA, stock -> assertThat(stock.waiting()).isPositive());
    }

    @Test
    void cells_with_a_bootstrap_do_not_compete_with_those_without() {
        Map<CellShape, Stock> stocks = new HashMap<>(stocksOf(6, 1));
        stocks.replaceAll((_, stock) -> stock(8, stock.waiting()));
        CellShape warm = warm("python");
        stocks.put(warm, stock(0.5, 0));

        assertThat(policy.next(stocks)).isEqualTo(new Step.Prepare(warm));
        Map<CellShape, Stock> settled = settle(policy, stocks);
        assertThat(settled).containsEntry(warm, stock(0.5, 1));
        assertThat(settled.values().stream().mapToInt(Stock::waiting).sum()).isEqualTo(policy.total() + 1);
    }

    @Test
    void there_are_never_more_than_it_says_of_both_kinds_together() {
        Map<CellShape, Stock> stocks = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            stocks.put(shape("shape-" + i), stock(8, 0));
            stocks.put(warm("shape-" + i), stock(8, 0));
        }

        Map<CellShape, Stock> settled = settle(policy, stocks);

        assertThat(settled.values().stream().mapToInt(Stock::waiting).sum()).isEqualTo(policy.most());
    }

    @Test
    void what_is_being_made_takes_a_place_but_cannot_be_given_up_for_another() {
        Map<CellShape, Stock> stocks = new HashMap<>(stocksOf(5, 1));
        stocks.replaceAll((_, stock) -> new Stock(8, stock.waiting(), 0, true));
        stocks.put(PYTHON, new Stock(0.5, 0, 1, false));
        stocks.put(JAVA, stock(10, 0));

        assertThat(policy.next(stocks)).isEqualTo(new Step.Rest());
    }

    @Test
    void what_cannot_be_begun_now_drives_nothing_out() {
        Map<CellShape, Stock> stocks = new HashMap<>(stocksOf(6, 1));
        stocks.put(JAVA, new Stock(10, 0, 1, false));

        assertThat(policy.next(stocks)).isEqualTo(new Step.Rest());
    }

    @Test
    void none_keeps_nothing() {
        PoolPolicy none = PoolPolicy.none();

        assertThat(none.next(Map.of(PYTHON, stock(10, 0)))).isEqualTo(new Step.Rest());
        assertThat(none.next(Map.of(PYTHON, stock(10, 1)))).isEqualTo(new Step.Discard(PYTHON));
    }

    @Test
    void impossible_policies_are_refused() {
        assertThatThrownBy(() -> new PoolPolicy(2, 1, 1, Duration.ofSeconds(1), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PoolPolicy(1, 1, 1, Duration.ofSeconds(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PoolPolicy(1, 1, 1, Duration.ZERO, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void following_it_comes_to_rest_within_its_bounds(
            @ForAll @Size(max = 12) List<@DoubleRange(min = 0, max = 50) Double> demands,
            @ForAll @IntRange(max = 5) int waitingEach,
            @ForAll @IntRange(max = 2) int comingOfFirst,
            @ForAll boolean makeable) {
        Map<CellShape, Stock> stocks = new HashMap<>();
        for (int i = 0; i < demands.size(); i++) {
            stocks.put(
                    shape("shape-" + i),
                    i == 0
                            ? new Stock(demands.get(i), waitingEach, comingOfFirst, makeable)
                            : stock(demands.get(i), waitingEach));
        }

        Map<CellShape, Stock> settled = settle(policy, stocks);

        assertThat(settled)
                .allSatisfy((shape, stock) ->
                        assertThat(stock.waiting()).isLessThanOrEqualTo(policy.deserved(shape, stock.demand())));
        assertThat(settled.values().stream().mapToInt(Stock::waiting).sum())
                .isBetween(0, Math.max(policy.total(), waitingEach * demands.size()));
        assertThat(settled.values()).allMatch(stock -> stock.waiting() >= 0);
    }

    /** Carries out what the policy says until it says nothing more. */
    private static Map<CellShape, Stock> settle(PoolPolicy policy, Map<CellShape, Stock> stocks) {
        Map<CellShape, Stock> now = new HashMap<>(stocks);
        for (int steps = 0; steps < 1_000; steps++) {
            switch (policy.next(now)) {
                case Step.Prepare(CellShape shape) ->
                    now.computeIfPresent(
                            shape,
                            (_, stock) ->
                                    new Stock(stock.demand(), stock.waiting() + 1, stock.coming(), stock.makeable()));
                case Step.Discard(CellShape shape) ->
                    now.computeIfPresent(
                            shape,
                            (_, stock) ->
                                    new Stock(stock.demand(), stock.waiting() - 1, stock.coming(), stock.makeable()));
                case Step.Rest() -> {
                    return now;
                }
            }
        }
        throw new AssertionError("it does not come to rest: " + now);
    }

    private static Map<CellShape, Stock> stocksOf(int shapes, int waiting) {
        Map<CellShape, Stock> stocks = new HashMap<>();
        for (int i = 0; i < shapes; i++) {
            stocks.put(shape("once-" + i), stock(1, waiting));
        }
        return stocks;
    }

    private static Stock stock(double demand, int waiting) {
        return new Stock(demand, waiting, 0, true);
    }

    private static CellShape warm(String root) {
        return new CellShape(
                root,
                FilterClass.INTERPRETED,
                Bytes.mebi(1),
                1,
                Bytes.mebi(1),
                8,
                Optional.of(new Program(List.of("/usr/bin/" + root), Map.of())));
    }

    private static CellShape shape(String root) {
        return new CellShape(root, FilterClass.INTERPRETED, Bytes.mebi(1), 1, Bytes.mebi(1), 8, Optional.empty());
    }
}
