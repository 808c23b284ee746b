package freehold.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromiseTest {
    private static final List<Double> ONE_TO_HUNDRED =
            IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList();

    @Test
    void ninety_nine_of_a_hundred_are_not_above_the_figure() {
        Promise promise = Promise.of("late", "idle", "ms", ONE_TO_HUNDRED.reversed(), Optional.empty());

        assertThat(promise.p99()).isEqualTo(99);
        assertThat(promise.max()).isEqualTo(100);
        assertThat(promise.count()).isEqualTo(100);
    }

    @Test
    void one_figure_is_all_of_them() {
        Promise promise = Promise.of("late", "idle", "ms", List.of(7.0), Optional.of(7.0));

        assertThat(List.of(promise.median(), promise.p99(), promise.max())).containsOnly(7.0);
        assertThat(promise.holds()).isTrue();
    }

    @Test
    void one_in_a_hundred_may_pass_the_bound_and_no_more() {
        Promise kept = Promise.of("late", "idle", "ms", ONE_TO_HUNDRED, Optional.of(99.0));
        Promise broken = Promise.of("late", "idle", "ms", ONE_TO_HUNDRED, Optional.of(98.9));

        assertThat(List.of(kept.holds(), broken.holds())).containsExactly(true, false);
        assertThat(broken.line()).startsWith("✗");
    }
}
