package freehold.cli.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.quantity.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SideBySideTest {
    private static final Bytes SMALL = Bytes.mebi(64);

    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final List<Integer> progress = new ArrayList<>();

    @Test
    void hands_over_in_order_what_ended_in_another() {
        CountDownLatch later = new CountDownLatch(1);
        List<String> results = new ArrayList<>();

        sideBySide(2)
                .run(
                        List.of(task(SMALL, "first", later::await), task(SMALL, "second", later::countDown)),
                        results::add);

        assertThat(results).containsExactly("first", "second");
    }

    @Test
    void runs_as_many_at_one_time_as_there_are_processors() {
        CountDownLatch both = new CountDownLatch(2);

        sideBySide(2)
                .run(
                        List.of(meeting(both), meeting(both), task(SMALL, "c", () -> {}), task(SMALL, "d", () -> {})),
                        _ -> {});

        assertThat(most).hasValue(2);
    }

    @Test
    void lets_one_that_needs_all_memory_run_alone_and_in_its_turn() {
        List<String> begun = new ArrayList<>();
        Bytes huge = Bytes.gibi(64);

        sideBySide(4)
                .run(
                        List.of(
                                task(SMALL, "small", () -> begun.add("small")),
                                task(huge, "huge", () -> begun.add("huge of " + inside.get())),
                                task(SMALL, "late", () -> begun.add("late"))),
                        _ -> {});

        assertThat(begun).containsExactly("small", "huge of 1", "late");
    }

    @Test
    void tells_how_many_have_ended_while_nothing_can_be_handed_over() {
        CountDownLatch told = new CountDownLatch(1);
        SideBySide work = new SideBySide(new Room(2, Bytes.gibi(1)), Duration.ofMillis(1), count -> {
            progress.add(count);
            if (count == 1) {
                told.countDown();
            }
        });

        work.run(List.of(task(SMALL, "slow", told::await), task(SMALL, "quick", () -> {})), _ -> {});

        assertThat(progress).contains(1);
    }

    @Test
    void ends_with_the_first_failure_and_begins_no_more() {
        AtomicBoolean begun = new AtomicBoolean();
        var failing = new SideBySide.Task<String>(SMALL, () -> {
            throw new IllegalArgumentException("as promised");
        });
        List<SideBySide.Task<String>> tasks = List.of(
                failing, task(SMALL, "second", () -> begun.set(true)), task(SMALL, "third", () -> begun.set(true)));

        assertThatThrownBy(() -> sideBySide(1).run(tasks, _ -> {})).hasMessageContaining("as promised");
        assertThat(begun).isFalse();
    }

    private SideBySide sideBySide(int processors) {
        return new SideBySide(new Room(processors, Bytes.gibi(1)), Duration.ofMinutes(1), progress::add);
    }

    private SideBySide.Task<String> meeting(CountDownLatch all) {
        return task(SMALL, "meets", () -> {
            all.countDown();
            all.await();
        });
    }

    private interface Act {
        void run() throws InterruptedException;
    }

    private SideBySide.Task<String> task(Bytes memory, String result, Act act) {
        return new SideBySide.Task<>(memory, () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            try {
                act.run();
            } catch (InterruptedException ended) {
                throw new IllegalStateException(ended);
            } finally {
                inside.decrementAndGet();
            }
            return result;
        });
    }
}
