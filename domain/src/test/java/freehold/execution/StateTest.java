package freehold.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StateTest {
    @Test
    void nothing_follows_the_end() {
        assertThat(State.FINISHED.next()).isEmpty();
    }

    @Test
    void time_goes_back_only_to_the_queue_when_a_worker_is_lost() {
        for (State state : State.values()) {
            assertThat(state.next()).allMatch(next -> next.compareTo(state) > 0 || next == State.QUEUED);
        }
    }

    @Test
    void each_state_can_be_reached_and_each_can_end() {
        Set<State> reached = EnumSet.of(State.QUEUED);
        for (State state : State.values()) {
            if (reached.contains(state)) {
                reached.addAll(state.next());
            }
        }

        assertThat(reached).containsExactlyInAnyOrder(State.values());
        assertThat(State.values())
                .allMatch(state -> state == State.FINISHED || state.next().contains(State.FINISHED));
    }
}
