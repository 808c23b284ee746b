package freehold.control.execution;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Limits;
import freehold.control.record.Journal;
import freehold.control.world.Outcomes;
import freehold.execution.Outcome;
import freehold.execution.Start;
import freehold.execution.State;
import freehold.execution.StepName;
import freehold.execution.StepResult;
import freehold.execution.Timing;
import freehold.execution.Verdict;
import freehold.runtime.DefaultLimits;
import freehold.wire.link.Stream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class EventLogTest {
    private static final Limits LIMITS = DefaultLimits.RUN;

    private static Outcome outcome(byte[] stdout, byte[] stderr) {
        return new Outcome(
                Verdict.SUCCEEDED,
                "",
                Optional.empty(),
                Optional.of(new StepResult(Outcomes.report(0, 0, stdout.length), LIMITS, stdout, stderr)),
                false,
                Start.COLD,
                List.of(),
                Timing.NONE);
    }

    /** All events behind a position, as far as they are there now. */
    private static List<Event> read(EventLog log, long after) throws InterruptedException {
        EventLog.Reader reader = log.readAfter(after);
        List<Event> events = new ArrayList<>();
        for (var next = reader.next(Duration.ZERO); next.isPresent(); next = reader.next(Duration.ZERO)) {
            events.add(next.get());
        }
        return events;
    }

    /** One entry for each position, so that different cuts of the same output compare equal. */
    private static List<String> positions(List<Event> events) {
        List<String> positions = new ArrayList<>();
        for (Event event : events) {
            switch (event) {
                case Event.Changed(long position, State state) -> positions.add(position + " " + state);
                case Event.Ended(long position) -> positions.add(position + " end");
                case Event.Written(long position, var _, var stream, long offset, byte[] bytes) -> {
                    for (int i = 0; i < bytes.length; i++) {
                        positions.add(
                                (position - bytes.length + 1 + i) + " " + stream + " " + (offset + i) + " " + bytes[i]);
                    }
                }
            }
        }
        return positions;
    }

    @Property(tries = 300)
    void whoever_resumes_anywhere_live_or_later_sees_exactly_the_rest(
            @ForAll @Size(max = 30) List<@IntRange(min = -128, max = 127) Integer> writes,
            @ForAll @IntRange(min = 0, max = 200) int after)
            throws InterruptedException {
        EventLog log = new EventLog(1_000);
        log.changed(State.RUNNING);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        for (int write : writes) {
            byte[] bytes = new byte[1 + Math.abs(write) % 5];
            Arrays.fill(bytes, (byte) write);
            log.output(StepName.RUN, write % 3 == 0 ? Stream.STDERR : Stream.STDOUT, bytes);
            (write % 3 == 0 ? err : out).writeBytes(bytes);
        }
        Outcome outcome = outcome(out.toByteArray(), err.toByteArray());
        Journal journal = log.close(outcome);

        List<String> whole = positions(read(log, 0));
        EventLog replayed = EventLog.replayed(Journal.parse(journal.bytes()), outcome);

        assertThat(positions(read(replayed, 0))).isEqualTo(whole);
        int from = after > whole.size() ? 0 : after; // the place is of another attempt, so all of this one is new
        List<String> rest = whole.subList(from, whole.size());
        assertThat(positions(read(log, after))).isEqualTo(rest);
        assertThat(positions(read(replayed, after))).isEqualTo(rest);
    }

    @Test
    void a_character_is_not_cut_while_the_rest_of_it_may_still_come() throws Exception {
        EventLog log = new EventLog(1_000);
        EventLog.Reader reader = log.readAfter(1);

        log.output(StepName.RUN, Stream.STDOUT, new byte[] {'a', (byte) 0xe2, (byte) 0x82});
        var first = reader.next(Duration.ZERO);
        var nothing = reader.next(Duration.ZERO);
        log.output(StepName.RUN, Stream.STDOUT, new byte[] {(byte) 0xac});
        var second = reader.next(Duration.ZERO);

        assertThat(((Event.Written) first.orElseThrow()).bytes()).containsExactly('a');
        assertThat(nothing).isEmpty();
        assertThat(((Event.Written) second.orElseThrow()).bytes()).hasSize(3);
    }

    @Test
    void output_that_was_not_reported_comes_before_the_end() throws Exception {
        EventLog log = new EventLog(1_000);

        log.close(outcome(new byte[] {'x'}, new byte[] {'y'}));

        assertThat(positions(read(log, 1))).containsExactly("2 STDOUT 0 120", "3 STDERR 0 121", "4 end");
    }

    @Test
    void two_streams_written_in_turns_do_not_make_the_journal_grow_without_end() {
        EventLog log = new EventLog(100_000);

        for (int i = 0; i < 100_000; i++) {
            log.output(StepName.RUN, i % 2 == 0 ? Stream.STDOUT : Stream.STDERR, new byte[] {'x'});
        }

        byte[] half = new byte[50_000];
        assertThat(log.close(outcome(half, half)).runs()).hasSizeLessThan(10_050);
    }
}
