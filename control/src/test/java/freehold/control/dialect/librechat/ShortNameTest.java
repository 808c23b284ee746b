package freehold.control.dialect.librechat;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.execution.ExecutionId;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ShortNameTest {
    @Test
    void a_session_is_its_execution_in_other_digits() {
        for (String id : new String[] {"exe_01hzx9p0v5f6g8ab3c4d5e6fgh", "exe_01m4z3q7zzf00r2tbyhrk1dmxw"}) {
            ExecutionId execution = new ExecutionId(id);

            String name = ShortName.of(execution);

            assertThat(name).matches(ShortName.FORM);
            assertThat(ShortName.execution(name)).isPresent();
            assertThat(ShortName.of(ShortName.execution(name).orElseThrow())).isEqualTo(name);
        }
    }

    @Test
    void one_by_chance_is_no_execution() {
        Random chance = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            String name = ShortName.byChance(chance);

            assertThat(name).matches(ShortName.FORM);
            assertThat(ShortName.execution(name)).isEmpty();
        }
    }

    @Test
    void anything_else_is_none() {
        for (String name : new String[] {"", "short", "../../../../../../../", "aaaaaaaaaaaaaaaaaaaaaa"}) {
            assertThat(ShortName.execution(name)).isEmpty();
        }
    }
}
