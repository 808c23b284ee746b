package freehold.control.dialect.librechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.dialect.ExecutionUuid;
import freehold.quantity.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SessionLookupTest {
    private final List<String> asked = new ArrayList<>();
    private final SessionLookup lookup = new SessionLookup(session -> {
        asked.add(session);
        return List.of(file("one"), file("other"));
    });

    private static SessionFile file(String id) {
        return new SessionFile(id, id + ".csv", Digest.of(new byte[0]), 0, Instant.EPOCH);
    }

    private static String run(int number) {
        return ShortName.of(ExecutionUuid.id(new UUID(0x7000L + number, 1L << 63)));
    }

    @Test
    void a_session_is_looked_up_once_for_all_of_its_files() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            assertThat(lookup.find(run(1), "one")).hasValue(file("one"));
            assertThat(lookup.find(run(1), "none")).isEmpty();
        }
        assertThat(lookup.find(run(2), "other")).hasValue(file("other"));

        assertThat(asked).containsExactly(run(1), run(2));
    }

    @Test
    void sessions_of_runs_are_counted_and_those_that_were_sent_are_not() throws Exception {
        SplittableRandom chance = new SplittableRandom(1);
        for (int i = 0; i < SessionLookup.EXECUTIONS_MAX; i++) {
            assertThat(lookup.find(run(i), "one")).isPresent();
            assertThat(lookup.find(ShortName.byChance(chance), "one")).isPresent();
        }

        assertThatThrownBy(() -> lookup.find(run(SessionLookup.EXECUTIONS_MAX), "one"))
                .isInstanceOf(Fault.class);
        assertThat(asked).hasSize(2 * SessionLookup.EXECUTIONS_MAX);
    }
}
