package freehold.control.retention;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import freehold.tenant.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FairSharesTest {
    private static final TenantId ANN = new TenantId("ann");
    private static final TenantId BOB = new TenantId("bob");
    private static final TenantId CAT = new TenantId("cat");

    @Test
    void who_uses_most_gives_first() {
        assertThat(FairShares.dues(Map.of(ANN, 3L, BOB, 11L), 4)).containsExactly(Map.entry(BOB, 4L));
    }

    @Test
    void who_came_down_to_the_next_one_gives_as_much_as_that_one() {
        assertThat(FairShares.dues(Map.of(ANN, 1L, BOB, 10L, CAT, 8L), 6))
                .containsExactly(Map.entry(BOB, 4L), Map.entry(CAT, 2L));
    }

    @Test
    void nobody_gives_more_than_there_is() {
        assertThat(FairShares.dues(Map.of(ANN, 1L, BOB, 2L), 100)).isEqualTo(Map.of(BOB, 2L, ANN, 1L));
        assertThat(FairShares.dues(Map.of(), 100)).isEmpty();
    }

    @Test
    void all_together_give_the_excess_and_nobody_has_less_left_for_who_has_more() {
        Random chance = new Random(20_261_129);
        for (int round = 0; round < 1_000; round++) {
            Map<TenantId, Long> uses = new HashMap<>();
            for (int i = chance.nextInt(9); i >= 0; i--) {
                uses.put(new TenantId("t" + i), (long) chance.nextInt(1_000));
            }
            long all = uses.values().stream().mapToLong(Long::longValue).sum();
            long excess = 1L + chance.nextInt(2_000);

            Map<TenantId, Long> dues = FairShares.dues(uses, excess);

            long given = dues.values().stream().mapToLong(Long::longValue).sum();
            assertThat(given).isBetween(Math.min(all, excess), Math.min(all, excess + (long) uses.size()));
            long level = dues.entrySet().stream()
                    .mapToLong(due -> requireNonNull(uses.get(due.getKey())) - due.getValue())
                    .max()
                    .orElse(0);
            assertThat(uses)
                    .allSatisfy((tenant, use) ->
                            assertThat(use - dues.getOrDefault(tenant, 0L)).isBetween(0L, level));
        }
    }
}
