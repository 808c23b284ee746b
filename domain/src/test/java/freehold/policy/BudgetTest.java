package freehold.policy;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.quantity.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BudgetTest {
    @Test
    void a_budget_is_spent_at_its_value_and_not_before() {
        Budget budget = new Budget(Optional.of(2L), Optional.empty());

        assertThat(budget.spent(new Use(1_999_999, Long.MAX_VALUE))).isEmpty();
        assertThat(budget.spent(new Use(2_000_000, 0))).contains(new Budget.Spent("cpu_seconds", 2, 2));
    }

    @Test
    void memory_counts_as_peak_times_wall_time() {
        Use use = Use.of(Duration.ofMillis(10), Duration.ofSeconds(4), Bytes.mebi(512));

        assertThat(use.memoryGibSeconds()).isEqualTo(2);
        assertThat(new Budget(Optional.empty(), Optional.of(2L)).spent(use))
                .contains(new Budget.Spent("memory_gib_seconds", 2, 2));
    }

    @Test
    void nothing_that_ran_is_free() {
        Use use = Use.of(Duration.ofNanos(1), Duration.ofNanos(1), new Bytes(1));

        assertThat(use).isEqualTo(new Use(1, 1));
    }

    @Test
    void a_month_ends_where_the_next_begins_also_in_december() {
        Instant now = Instant.parse("2026-12-31T23:00:00Z");

        assertThat(Span.MONTH.firstDay(now)).isEqualTo(LocalDate.parse("2026-12-01"));
        assertThat(Span.MONTH.rest(now)).isEqualTo(Duration.ofHours(1));
        assertThat(Span.DAY.rest(Instant.parse("2026-12-31T00:00:00Z"))).isEqualTo(Duration.ofDays(1));
    }
}
