package freehold.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.tenant.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class FairTurnTest {
    private static final TenantId ANN = new TenantId("ann");
    private static final TenantId BOB = new TenantId("bob");

    @Test
    void nobody_waits_and_nobody_is_next() {
        assertThat(FairTurn.next(Map.of(), Map.of(ANN, 1L))).isEmpty();
    }

    @Test
    void whoever_was_served_longest_ago_is_next() {
        assertThat(FairTurn.next(Map.of(ANN, 1L, BOB, 2L), Map.of(ANN, 8L, BOB, 7L)))
                .contains(BOB);
    }

    @Test
    void whoever_was_never_served_is_before_all_others_and_the_first_to_come_before_its_equals() {
        assertThat(FairTurn.next(Map.of(ANN, 5L, BOB, 9L), Map.of(ANN, 1L))).contains(BOB);
        assertThat(FairTurn.next(Map.of(ANN, 5L, BOB, 4L), Map.of())).contains(BOB);
    }

    @Property
    void while_a_tenant_waits_no_other_is_served_twice(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 20) Integer> backlogs) {
        Map<TenantId, Integer> left = new HashMap<>();
        for (int i = 0; i < backlogs.size(); i++) {
            left.put(new TenantId("t" + i), backlogs.get(i));
        }
        Map<TenantId, Long> served = new HashMap<>();
        Map<TenantId, Integer> sinceOwnTurn = new HashMap<>();

        for (long turn = 0; !left.isEmpty(); turn++) {
            Map<TenantId, Long> waiting = new HashMap<>();
            left.keySet().forEach(tenant -> waiting.put(tenant, (long) tenant.hashCode()));
            TenantId next = FairTurn.next(waiting, served).orElseThrow();
            served.put(next, turn);
            left.computeIfPresent(next, (_, count) -> count == 1 ? null : count - 1);
            left.keySet().forEach(tenant -> sinceOwnTurn.merge(tenant, 1, Integer::sum));
            sinceOwnTurn.put(next, 0);
            assertThat(sinceOwnTurn.values()).allMatch(turns -> turns < 2 * backlogs.size());
        }
    }
}
