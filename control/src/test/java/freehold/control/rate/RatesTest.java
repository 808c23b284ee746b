package freehold.control.rate;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.tenant.Rate;
import freehold.tenant.TenantId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RatesTest {
    private static final TenantId ANN = new TenantId("ann");
    private static final TenantId BOB = new TenantId("bob");
    private static final Rate TWO_AN_HOUR = new Rate(2, Duration.ofHours(1));

    private final Rates rates = new Rates(Rate.DEFAULT);

    @Test
    void as_many_as_it_says_are_let_in_at_once_and_one_tenants_burst_is_not_anothers() {
        assertThat(rates.take(ANN, TWO_AN_HOUR).left()).isEqualTo(1);
        assertThat(rates.take(ANN, TWO_AN_HOUR).left()).isZero();

        Rates.Taken third = rates.take(ANN, TWO_AN_HOUR);

        assertThat(third.granted()).isFalse();
        assertThat(third.pause()).isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
        assertThat(third.secondsToFull()).isEqualTo(3_600);
        assertThat(rates.take(BOB, TWO_AN_HOUR).granted()).isTrue();
    }

    @Test
    void a_rate_that_was_changed_counts_from_the_next_request() {
        rates.take(ANN, TWO_AN_HOUR);
        rates.take(ANN, TWO_AN_HOUR);

        Rates.Taken next = rates.take(ANN, new Rate(5, Duration.ofHours(1)));

        assertThat(next.granted()).isTrue();
        assertThat(next.left()).isEqualTo(4);
    }

    @Test
    void there_are_never_more_buckets_than_may_be() {
        for (int i = 0; i < 60_000; i++) {
            rates.take(new TenantId("t" + i), TWO_AN_HOUR);
        }

        assertThat(rates.size()).isLessThanOrEqualTo(20_000);
    }
}
