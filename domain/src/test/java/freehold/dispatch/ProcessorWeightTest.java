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
        assertThat(ProcessorWeight.among(1)).isEqualTo(ProcessorWeight.USUAL);
    }

    @Test
    void three_programs_together_weigh_a_third_of_one() {
        assertThat(3 * ProcessorWeight.among(3).value()).isEqualTo(33);
    }

    @Test
    void what_is_none_is_refused() {
        assertThatThrownBy(() -> new ProcessorWeight(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ProcessorWeight(10_001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void more_programs_never_weigh_more_and_each_weighs_something(@ForAll @IntRange(min = 1) int underWay) {
        int weight = ProcessorWeight.among(underWay).value();

        assertThat(weight).isPositive();
        if (underWay < Integer.MAX_VALUE) {
            assertThat(ProcessorWeight.among(underWay + 1).value()).isLessThanOrEqualTo(weight);
        }
    }
}
