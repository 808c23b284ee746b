package freehold.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class FairQueueTest {
    private static final TenantId ANN = new TenantId("ann");
    private static final TenantId BOB = new TenantId("bob");
    private static final Duration SHORT = Duration.ofMillis(10);

    private final FairQueue<String> queue = new FairQueue<>(_ -> 1);

    private static Standing of(TenantId tenant) {
        return new Standing(tenant, "", Priority.NORMAL);
    }

    private static Standing of(TenantId tenant, String group) {
        return new Standing(tenant, group, Priority.NORMAL);
    }

    /** Takes all there is, one after the other, with one cell. */
    private List<String> all(FairQueue<String> from) {
        List<String> order = new ArrayList<>();
        for (Optional<FairQueue.Turn<String>> turn = from.next(1, 0); turn.isPresent(); turn = from.next(1, 0)) {
            order.add(turn.get().item());
            from.ended(turn.get(), SHORT, 0);
        }
        return order;
    }

    @Test
    void nobody_waits_and_nobody_is_next() {
        assertThat(queue.next(4, 0)).isEmpty();
    }

    @Test
    void what_one_tenant_asks_for_goes_in_its_order() {
        queue.add("first", of(ANN), 0);
        queue.add("second", of(ANN), 0);

        assertThat(all(queue)).containsExactly("first", "second");
    }

    @Test
    void a_burst_of_one_tenant_goes_before_no_other_twice() {
        queue.add("ann 1", of(ANN), 0);
        queue.add("ann 2", of(ANN), 0);
        queue.add("ann 3", of(ANN), 0);
        queue.add("bob 1", of(BOB), 0);

        assertThat(all(queue)).containsExactly("ann 1", "bob 1", "ann 2", "ann 3");
    }

    @Test
    void a_tenant_whose_executions_are_long_has_fewer_of_them() {
        for (int i = 0; i < 40; i++) {
            queue.add("long", of(ANN), 0);
            queue.add("short", of(BOB), 0);
        }
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 33; i++) {
            FairQueue.Turn<String> turn = queue.next(1, 0).orElseThrow();
            order.add(turn.item());
            queue.ended(turn, turn.item().equals("long") ? SHORT.multipliedBy(10) : SHORT, 0);
        }

        assertThat(order.stream().filter("long"::equals).count()).isBetween(2L, 6L);
    }

    @Test
    void a_weight_is_a_multiple_of_the_share() {
        FairQueue<String> weighted = new FairQueue<>(tenant -> tenant.equals(ANN) ? 3 : 1);
        for (int i = 0; i < 40; i++) {
            weighted.add("ann", of(ANN), 0);
            weighted.add("bob", of(BOB), 0);
        }

        assertThat(all(weighted).subList(0, 40).stream().filter("ann"::equals).count())
                .isBetween(28L, 32L);
    }

    @Test
    void who_was_away_has_saved_nothing_up() {
        for (int i = 0; i < 20; i++) {
            queue.add("ann", of(ANN), 0);
        }
        all(queue);
        for (int i = 0; i < 10; i++) {
            queue.add("ann", of(ANN), 0);
            queue.add("bob", of(BOB), 0);
        }

        assertThat(all(queue).subList(0, 10).stream().filter("bob"::equals).count())
                .isLessThanOrEqualTo(6);
    }

    @Test
    void groups_of_a_tenant_share_what_it_has() {
        queue.add("a 1", of(ANN, "a"), 0);
        queue.add("a 2", of(ANN, "a"), 0);
        queue.add("b 1", of(ANN, "b"), 0);

        assertThat(all(queue)).containsExactly("a 1", "b 1", "a 2");
    }

    @Test
    void priority_counts_within_a_group_and_nowhere_else() {
        queue.add("a low", new Standing(ANN, "a", Priority.LOW), 0);
        queue.add("a high", new Standing(ANN, "a", Priority.HIGH), 0);
        queue.add("b normal", of(ANN, "b"), 0);

        assertThat(all(queue)).containsExactly("a high", "b normal", "a low");
    }

    @Test
    void a_tenant_leaves_cells_for_others_who_came_lately_and_has_all_when_nobody_did() {
        for (int i = 0; i < 8; i++) {
            queue.add("ann", of(ANN), 0);
        }
        for (int i = 0; i < 4; i++) {
            assertThat(queue.next(4, 0)).isPresent();
        }
        queue.add("bob", of(BOB), 0);
        queue.ended(queue.next(5, 0).orElseThrow(), SHORT, 0);

        assertThat(queue.next(5, 0)).isEmpty();
        assertThat(queue.next(5, Duration.ofMinutes(11).toNanos())).isPresent();
    }

    @Test
    void what_could_not_be_carried_out_is_the_first_again() {
        queue.add("first", of(ANN), 0);
        queue.add("second", of(ANN), 0);
        queue.putBack(queue.next(1, 0).orElseThrow());

        assertThat(all(queue)).containsExactly("first", "second");
    }

    @Test
    void who_is_put_back_ever_again_is_not_taken_for_cheap() {
        queue.add("ann", of(ANN), 0);
        for (int i = 0; i < 40; i++) {
            queue.putBack(queue.next(20, 0).orElseThrow());
        }
        for (int i = 0; i < 2; i++) {
            queue.add("ann", of(ANN), 0);
            queue.add("bob", of(BOB), 0);
        }

        List<String> begun = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            begun.add(queue.next(20, 0).orElseThrow().item());
        }
        assertThat(begun).containsExactly("ann", "bob", "ann", "bob");
    }

    @Test
    void what_cannot_be_carried_out_now_keeps_its_place_and_delays_nobody() {
        queue.add("ann 1, not now", of(ANN), 0);
        queue.add("ann 2", of(ANN), 0);
        queue.add("bob 1, not now", of(BOB), 0);

        FairQueue.Turn<String> turn =
                queue.next(2, 0, each -> !each.endsWith("not now")).orElseThrow();
        boolean others = queue.next(2, 0, each -> !each.endsWith("not now")).isPresent();
        queue.putBack(turn);

        assertThat(turn.item()).isEqualTo("ann 2");
        assertThat(others).isFalse();
        assertThat(all(queue)).containsExactly("ann 1, not now", "bob 1, not now", "ann 2");
    }

    @Test
    void what_is_removed_has_no_turn() {
        queue.add("first", of(ANN), 0);
        queue.add("second", of(ANN), 0);

        assertThat(queue.remove(ANN, "first"::equals)).contains("first");
        assertThat(queue.remove(BOB, "second"::equals)).isEmpty();
        assertThat(queue.size()).isEqualTo(1);
        assertThat(all(queue)).containsExactly("second");
    }

    @Property(tries = 200)
    void tenants_who_always_wait_have_equal_time_to_within_two_executions(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 50) Integer> millis) {
        FairQueue<Integer> fair = new FairQueue<>(_ -> 1);
        long[] had = new long[millis.size()];
        for (int i = 0; i < millis.size(); i++) {
            for (int n = 0; n < 3; n++) {
                fair.add(i, of(new TenantId("t" + i)), 0);
            }
        }

        for (int turns = 0; turns < 400; turns++) {
            FairQueue.Turn<Integer> turn = fair.next(1, 0).orElseThrow();
            int tenant = turn.item();
            had[tenant] += millis.get(tenant);
            fair.ended(turn, Duration.ofMillis(millis.get(tenant)), 0);
            fair.add(tenant, turn.standing(), 0);
        }

        long most = java.util.Arrays.stream(had).max().orElseThrow();
        long least = java.util.Arrays.stream(had).min().orElseThrow();
        assertThat(most - least).isLessThanOrEqualTo(2 * 100);
    }
}
