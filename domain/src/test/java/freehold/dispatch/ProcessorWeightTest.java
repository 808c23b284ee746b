package freehold.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ProcessorWeightTest {
    @Test
    void the_only_program_of_a_tenant_weighs_as_usual() {
        assertThat(ProcessorWeight.among(1, 1)).isEqualTo(ProcessorWeight.USUAL);
    }

    @Test
    void three_programs_together_weigh_a_third_of_one() {
        assertThat(3 * ProcessorWeight.among(3, 1).value()).isEqualTo(33);
    }

    @Test
    void weights_are_in_proportion_to_shares_as_far_as_the_scale_goes() {
        assertThat(ProcessorWeight.among(2, 12).value())
                .isEqualTo(12 * ProcessorWeight.among(2, 1).value());
        assertThat(ProcessorWeight.among(1, 1_000).value()).isEqualTo(ProcessorWeight.MAX);
        assertThat(ProcessorWeight.among(Integer.MAX_VALUE, Integer.MAX_VALUE).value())
                .isPositive();
    }

    @Test
    void what_is_none_is_refused() {
        assertThatThrownBy(() -> new ProcessorWeight(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ProcessorWeight(10_001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void more_programs_never_weigh_more_and_each_weighs_something(@ForAll @IntRange(min = 1) int underWay) {
        int weight = ProcessorWeight.among(underWay, 1).value();

        assertThat(weight).isPositive();
        if (underWay < Integer.MAX_VALUE) {
            assertThat(ProcessorWeight.among(underWay + 1, 1).value()).isLessThanOrEqualTo(weight);
        }
    }
}
