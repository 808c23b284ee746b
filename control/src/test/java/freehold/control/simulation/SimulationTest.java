package freehold.control.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A few trials; {@code -Dseed=N -Dtrials=M} are others, which {@code proof/simulation/run} runs. */
final class SimulationTest {
    /** One with few workers and a long queue, and one with hundreds. */
    private static final long[] KNOWN = {1, 3};

    private static LongStream seeds() {
        String one = System.getProperty("seed", "");
        if (one.isEmpty()) {
            return LongStream.of(KNOWN);
        }
        long from = Long.parseLong(one);
        return LongStream.range(from, from + Long.getLong("trials", 1));
    }

    @Test
    void whatever_dies_sleeps_or_is_cut_off_each_accepted_execution_ends_once_and_shares_are_fair() {
        List<Trial.Result> bad = seeds().mapToObj(seed -> Trial.run(seed, Trial.Mutation.NONE))
                .peek(System.out::println)
                .filter(result -> !result.isGood())
                .toList();

        assertThat(bad).isEmpty();
    }

    @Test
    void one_seed_is_one_course() {
        Trial.Result first = Trial.run(1, Trial.Mutation.NONE);
        Trial.Result second = Trial.run(1, Trial.Mutation.NONE);

        assertThat(second).isEqualTo(first);
    }

    @Test
    void an_end_that_is_written_over_another_or_by_a_control_that_was_taken_over_is_found() {
        assertThat(Trial.run(119, Trial.Mutation.UNFENCED).toString()).contains("BAD", "were counted");
    }

    @Test
    void executions_of_a_lost_worker_that_nobody_begins_again_are_found() {
        assertThat(Trial.run(2, Trial.Mutation.FORGETFUL).toString()).contains("BAD", "stuck");
    }
}
